import { ActionIcon, NumberInput, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Experiment } from '../../contract/experiment.ts'
import type { Metric } from '../../contract/metric.ts'
import { formulaText } from '../parts/formula-text.ts'
import { hint } from '../parts/hint.ts'
import classes from './step-metrics.module.css'

/** A metric as an experiment names it. */
export type NamedMetric = Experiment['metrics'][number]

type Props = {
  named: NamedMetric
  /** Undefined when the catalogue does not have it any more. */
  metric: Metric | undefined
  fault: string | undefined
  onChange: (named: NamedMetric) => void
  onRemove: () => void
}

const roles = [
  { value: 'success', label: 'Success: should get better' },
  { value: 'guardrail', label: 'Guardrail: must not get worse' },
  { value: 'secondary', label: 'Secondary: good to know' },
  { value: 'exploratory', label: 'Exploratory: only looked at' },
]
const guardMargin = 0.05

/** One chosen metric: what it means, its role, and how much the role asks for. */
export function ChosenMetric({ named, metric, fault, onChange, onRemove }: Props): ReactElement {
  const { role, margin, minimumEffect } = named
  const name = metric?.name ?? named.metric
  const asPercent = (share: number | undefined) => (share === undefined ? '' : Number((share * 100).toFixed(6)))
  const shareOf = (percent: number | string) => (typeof percent === 'number' ? percent / 100 : undefined)
  return (
    <li className={classes.metric}>
      <span className={classes.names}>
        <span className={classes.name}>{name}</span>
        <span className={classes.meaning}>
          {metric === undefined
            ? 'it is not in the catalogue any more'
            : `${formulaText(metric.formula)} ${metric.better === 'up' ? 'More' : 'Less'} is better.`}
        </span>
        {fault !== undefined && <span className={classes.fault}>{fault}</span>}
      </span>
      <Select
        aria-label={`Role of ${name}`}
        className={classes.roleChoice ?? ''}
        data={roles}
        value={role}
        onChange={next =>
          onChange({
            metric: named.metric,
            role: next as NamedMetric['role'],
            ...(next === 'guardrail' ? { margin: margin ?? guardMargin } : {}),
          })
        }
      />
      <ActionIcon {...hint('Remove')} variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
      {role === 'guardrail' && (
        <NumberInput
          className={classes.more ?? ''}
          label="A loss up to this much is tolerable"
          suffix=" %"
          min={0}
          decimalScale={3}
          hideControls
          value={asPercent(margin)}
          onChange={percent => {
            const { margin: _before, ...rest } = named
            const next = shareOf(percent)
            onChange(next === undefined ? rest : { ...rest, margin: next })
          }}
        />
      )}
      {role === 'success' && (
        <NumberInput
          className={classes.more ?? ''}
          label="Smallest gain worth having (optional)"
          placeholder="any"
          suffix=" %"
          min={0}
          decimalScale={3}
          hideControls
          value={asPercent(minimumEffect)}
          onChange={percent => {
            const { minimumEffect: _before, ...rest } = named
            const next = shareOf(percent)
            onChange(next === undefined || next === 0 ? rest : { ...rest, minimumEffect: next })
          }}
        />
      )}
    </li>
  )
}
