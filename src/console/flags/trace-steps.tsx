import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Flag } from '../../contract/flag.ts'
import type { ServingNames } from '../../core/evaluate/serving-text.ts'
import type { RuleTrace, Trace } from '../../core/evaluate/trace.ts'
import { count } from '../../core/report/number-text.ts'
import { JsonText } from '../parts/json-text.tsx'
import classes from './trace-steps.module.css'
import { conditionLines, outcomeText, reasonText } from './trace-text.ts'

type Props = {
  title: string
  /** Whether this is what apps get now, or what they would get. */
  draft: boolean
  trace: Trace
  flag: Flag
  environment: string
  context: Readonly<Record<string, unknown>>
  names: ServingNames
}

/** What somebody gets, and step by step why: the walk apps take, with notes taken. */
export function TraceSteps({ title, draft, trace, flag, environment, context, names }: Props): ReactElement {
  const { resolution, prerequisites, rules } = trace
  const all = flag.environments[environment]?.rules ?? []
  return (
    <section className={classes.trace} data-draft={draft} aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.answer}>
        <strong>{resolution.variant ?? 'the default in the code'}</strong>
        {resolution.value !== undefined && <JsonText value={resolution.value} />}
      </p>
      <p className={classes.reason}>{reasonText(trace)}</p>
      <ol className={classes.steps}>
        {prerequisites.map(({ flag: needed, variant, met }) => (
          <li key={needed} data-outcome={met ? 'held' : 'failed'}>
            <Mark held={met} />
            <div>
              {needed} serves {variant ?? 'nothing'}: {met ? 'as needed' : 'not what is needed'}
            </div>
          </li>
        ))}
        {rules.map(step => (
          <RuleStep
            key={step.rule}
            step={step}
            number={all.findIndex(({ id }) => id === step.rule) + 1}
            condition={all.find(({ id }) => id === step.rule)?.condition}
            context={context}
            names={names}
          />
        ))}
        {resolution.rule === undefined && resolution.reason !== 'DISABLED' && resolution.reason !== 'ERROR' && (
          <li data-outcome="held">
            <Mark held />
            <div>Everyone else gets {resolution.variant}</div>
          </li>
        )}
      </ol>
    </section>
  )
}

type StepProps = Pick<Props, 'context' | 'names'> & {
  step: RuleTrace
  number: number
  condition: Flag['environments'][string]['rules'][number]['condition']
}

function RuleStep({ step, number, condition, context, names }: StepProps): ReactElement {
  const held = step.outcome === 'served'
  const lines =
    condition === undefined || step.condition === undefined
      ? []
      : conditionLines(condition, step.condition, { names, context })
  return (
    <li data-outcome={held ? 'held' : 'failed'}>
      <Mark held={held} />
      <div>
        Rule {number} {outcomeText(step)}
        <ul className={classes.lines}>
          {lines.map(({ at, text, matched, note, level }) => (
            <li key={at} style={{ paddingLeft: `${level * 0.875}rem` }}>
              {matched ? (
                <IconCheck size={13} aria-label="true:" className={classes.held ?? ''} />
              ) : (
                <IconX size={13} aria-label="false:" className={classes.failed ?? ''} />
              )}
              <span>
                {text}
                {note !== undefined && <span className={classes.note}> · {note}</span>}
              </span>
            </li>
          ))}
          {(step.slots ?? []).map(({ purpose, slot }) => (
            <li key={purpose}>
              <IconMinus size={13} aria-hidden />
              <span className={classes.note}>
                {slotTexts[purpose]}: slot {count(slot)} of 100,000
              </span>
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}

const slotTexts = { holdout: 'held out?', coverage: 'takes part?', variant: 'which variant?' }

function Mark({ held }: { held: boolean }): ReactElement {
  return held ? (
    <IconCheck size={15} aria-label="yes:" className={classes.held ?? ''} />
  ) : (
    <IconX size={15} aria-label="no:" className={classes.failed ?? ''} />
  )
}
