import { ActionIcon, Button, NumberInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { Occurrence } from '../../contract/metric.ts'
import classes from './editor.module.css'
import type { FormulaProps, Of } from './formula-fields.tsx'
import { OccurrenceField, type Reading } from './occurrence-field.tsx'

const stepsMax = 12
const excludeMax = 10

/** The steps of a funnel in their order, the time they may take, and what ends a path. */
export function FunnelFields({ formula, events, faultOf, onChange }: FormulaProps<Of<'funnel'>>): ReactElement {
  const { steps, exclude = [] } = formula
  const setSteps = (next: Occurrence[]) => onChange({ ...formula, steps: next })
  const setExclude = (next: Occurrence[]) => onChange({ ...formula, exclude: next })
  const moved = (from: number, to: number) => {
    const step = steps[from]
    return step === undefined ? steps : steps.toSpliced(from, 1).toSpliced(to, 0, step)
  }
  return (
    <>
      <ol className={classes.steps}>
        {steps.map((step, place) => (
          <li key={placeKey('step', place)} className={classes.step}>
            <OccurrenceField
              label={`Step ${place + 1}`}
              value={step}
              events={events}
              error={faultOf(`/formula/steps/${place}/event`)}
              onChange={changed => setSteps(steps.with(place, withoutProperty(changed)))}
            />
            <div>
              <StepButton
                label={`Move step ${place + 1} up`}
                disabled={place === 0}
                onPress={() => setSteps(moved(place, place - 1))}
              >
                <IconArrowUp size={15} aria-hidden />
              </StepButton>
              <StepButton
                label={`Move step ${place + 1} down`}
                disabled={place === steps.length - 1}
                onPress={() => setSteps(moved(place, place + 1))}
              >
                <IconArrowDown size={15} aria-hidden />
              </StepButton>
              <StepButton
                label={`Remove step ${place + 1}`}
                disabled={steps.length <= 2}
                onPress={() => setSteps(steps.toSpliced(place, 1))}
              >
                <IconTrash size={15} aria-hidden />
              </StepButton>
            </div>
          </li>
        ))}
      </ol>
      <AddButton disabled={steps.length >= stepsMax} onPress={() => setSteps([...steps, { event: '' }])}>
        Add a step
      </AddButton>
      <NumberInput
        label="All steps within (days)"
        description="From the first one on; 0.0417 is an hour"
        min={0.001}
        max={365}
        value={formula.windowDays}
        error={faultOf('/formula/windowDays')}
        onChange={days => typeof days === 'number' && onChange({ ...formula, windowDays: days })}
      />
      {exclude.map((own, place) => (
        <div key={placeKey('exclude', place)} className={classes.step}>
          <OccurrenceField
            label="Ends the path when it happens in between"
            value={own}
            events={events}
            error={faultOf(`/formula/exclude/${place}/event`)}
            onChange={changed => setExclude(exclude.with(place, withoutProperty(changed)))}
          />
          <div>
            <StepButton
              label="Remove what ends the path"
              disabled={false}
              onPress={() => setExclude(exclude.toSpliced(place, 1))}
            >
              <IconTrash size={15} aria-hidden />
            </StepButton>
          </div>
        </div>
      ))}
      <AddButton disabled={exclude.length >= excludeMax} onPress={() => setExclude([...exclude, { event: '' }])}>
        An event in between ends the path
      </AddButton>
    </>
  )
}

/** Steps have no name of their own: what is shown at a place follows from the place alone. */
function placeKey(kind: string, place: number): string {
  return `${kind} ${place}`
}

type StepProps = { label: string; disabled: boolean; onPress: () => void; children: ReactNode }

function StepButton({ label, disabled, onPress, children }: StepProps): ReactElement {
  return (
    <ActionIcon variant="subtle" color="gray" disabled={disabled} aria-label={label} onClick={onPress}>
      {children}
    </ActionIcon>
  )
}

function AddButton({ disabled, onPress, children }: Omit<StepProps, 'label'>): ReactElement {
  return (
    <div>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={disabled}
        onClick={onPress}
      >
        {children}
      </Button>
    </div>
  )
}

/** An event as steps name it. */
export function withoutProperty({ event, where }: Reading): Occurrence {
  return where === undefined ? { event } : { event, where }
}
