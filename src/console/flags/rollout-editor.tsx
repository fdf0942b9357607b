import { ActionIcon, Button, Group, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Serve } from '../../contract/flag.ts'
import { resources } from '../../contract/routes.ts'
import { evenly, withoutArm, withWeight } from '../../core/evaluate/weights.ts'
import { useFaultBelow } from '../conditions/faults.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { hint } from '../parts/hint.ts'
import { PercentInput } from '../parts/percent-input.tsx'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'
import { RolloutBar } from './rollout-bar.tsx'

type Rollout = Extract<Serve, { rollout: unknown }>['rollout']

type Props = { rollout: Rollout; onChange: (rollout: Rollout) => void; path: string }

/** A percentage rollout: whom of the unit it covers, and how those are shared out. The shares always add up to 100. */
export function RolloutEditor({ rollout, onChange, path }: Props): ReactElement {
  const { draft } = useEditor()
  const fault = useFaultBelow(path)
  const { coverage, variants, unit } = rollout
  const project = useProject()
  const { data } = useRoute(resources.projects.read, { params: { key: project } })
  const units = Object.keys(data?.body.units ?? { [unit]: '' })
  const keys = draft.variants.map(({ key }) => key)
  const unused = keys.filter(key => !variants.some(arm => arm.variant === key))
  const [next] = unused
  const set = (weights: Rollout['variants']) => onChange({ ...rollout, variants: weights })
  return (
    <div className={classes.rollout}>
      <Group gap="xs">
        <PercentInput
          label="Share that takes part"
          value={coverage}
          onChange={share => onChange({ ...rollout, coverage: share })}
        />
        <span>of</span>
        <Select
          aria-label="Unit"
          w="8rem"
          data={units.map(one => ({ value: one, label: `${one}s` }))}
          value={unit}
          onChange={one => one !== null && onChange({ ...rollout, unit: one })}
        />
        <span>get:</span>
      </Group>
      <RolloutBar weights={variants} coverage={coverage} />
      {variants.map(({ variant, weight }, index) => (
        <Share
          key={variant}
          variant={variant}
          weight={weight}
          number={index + 1}
          choices={keys.filter(key => key === variant || unused.includes(key))}
          alone={variants.length === 1}
          onVariant={key => set(variants.with(index, { variant: key, weight }))}
          onWeight={share => set(withWeight(variants, index, share))}
          onRemove={() => set(withoutArm(variants, index))}
        />
      ))}
      <Group gap="xs">
        {next !== undefined && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => set([...variants, { variant: next, weight: 0 }])}
          >
            Variant
          </Button>
        )}
        {variants.length > 1 && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => set(evenly(variants.map(({ variant }) => variant)))}
          >
            Split evenly
          </Button>
        )}
      </Group>
      {fault !== undefined && <p className={classes.fault}>{fault}</p>}
    </div>
  )
}

type ShareProps = {
  variant: string
  weight: number
  number: number
  choices: string[]
  /** The only one: it has all there is. */
  alone: boolean
  onVariant: (variant: string) => void
  onWeight: (percent: number) => void
  onRemove: () => void
}

function Share({ variant, weight, number, choices, alone, onVariant, onWeight, onRemove }: ShareProps): ReactElement {
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        aria-label={`Variant of share ${number}`}
        w="12rem"
        data={choices}
        value={variant}
        onChange={key => key !== null && onVariant(key)}
      />
      <PercentInput label={`Share of ${variant}`} value={weight} disabled={alone} onChange={onWeight} />
      {!alone && (
        <ActionIcon
          {...hint('Remove; the others take its share')}
          variant="subtle"
          color="gray"
          aria-label={`Remove ${variant} from the rollout`}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  )
}
