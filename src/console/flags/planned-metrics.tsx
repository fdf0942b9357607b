import { ActionIcon, Button, Group, NumberInput, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type ReactElement, useContext } from 'react'
import type { Flag } from '../../contract/flag.ts'
import { resources } from '../../contract/routes.ts'
import { FaultsContext } from '../conditions/faults.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { hint } from '../parts/hint.ts'

type Plan = NonNullable<Flag['measurement']>
type Planned = Plan['metrics'][number]

const roles = ['success', 'guardrail', 'secondary', 'exploratory']

type Props = { plan: Plan; onChange: (plan: Plan) => void; mayChange: boolean }

/** The metrics of a plan, each with its role, guardrails with their margin. */
export function PlannedMetrics({ plan, onChange, mayChange }: Props): ReactElement {
  const { items } = usePages(
    resources.metrics.list,
    { params: { project: useProject() }, query: { limit: 500 } },
    { all: true },
  )
  const { metrics } = plan
  const unused = items.filter(({ key }) => !metrics.some(one => one.metric === key))
  const [next] = unused
  return (
    <>
      {metrics.map((planned, index) => (
        <PlannedMetric
          key={planned.metric}
          planned={planned}
          index={index}
          choices={items.filter(({ key }) => key === planned.metric || unused.some(one => one.key === key))}
          mayChange={mayChange}
          onChange={changed => onChange({ ...plan, metrics: metrics.with(index, changed) })}
          onRemove={() => onChange({ ...plan, metrics: metrics.toSpliced(index, 1) })}
        />
      ))}
      {mayChange && next !== undefined && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ ...plan, metrics: [...metrics, { metric: next.key, role: 'success' }] })}
        >
          Metric
        </Button>
      )}
    </>
  )
}

type RowProps = {
  planned: Planned
  index: number
  choices: readonly { key: string; name: string }[]
  mayChange: boolean
  onChange: (planned: Planned) => void
  onRemove: () => void
}

function PlannedMetric({ planned, index, choices, mayChange, onChange, onRemove }: RowProps): ReactElement {
  const faults = useContext(FaultsContext)
  const { metric, role, margin } = planned
  const path = `/measurement/metrics/${index}`
  return (
    <Group gap="xs" align="flex-start">
      <Select
        aria-label={`Metric ${index + 1}`}
        w="16rem"
        searchable
        data={choices.map(({ key, name }) => ({ value: key, label: name }))}
        value={metric}
        error={faults.get(path) ?? faults.get(`${path}/metric`)}
        disabled={!mayChange}
        onChange={key => key !== null && onChange({ ...planned, metric: key })}
      />
      <Select
        aria-label={`Role of ${metric}`}
        w="9rem"
        data={roles}
        value={role}
        disabled={!mayChange}
        // Only guardrails have a margin.
        onChange={chosen => chosen !== null && onChange({ metric, role: chosen as Planned['role'] })}
      />
      {role === 'guardrail' && (
        <NumberInput
          aria-label={`Margin of ${metric}`}
          placeholder="Margin"
          w="7rem"
          suffix=" %"
          hideControls
          value={margin === undefined ? '' : margin * 100}
          error={faults.get(`${path}/margin`)}
          disabled={!mayChange}
          onChange={value =>
            onChange(typeof value === 'number' ? { metric, role, margin: value / 100 } : { metric, role })
          }
        />
      )}
      {mayChange && (
        <ActionIcon
          {...hint('Remove')}
          variant="subtle"
          color="gray"
          mt={4}
          aria-label={`Remove ${metric}`}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  )
}
