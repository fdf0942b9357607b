import { Button, Checkbox, Group, NumberInput, Radio, Slider } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { evenly, withoutArm, withWeight } from '../../core/evaluate/weights.ts'
import { useProject } from '../data/project.ts'
import { PercentInput } from '../parts/percent-input.tsx'
import { WeightsBar } from '../parts/weights-bar.tsx'
import { paths } from '../paths.ts'
import { LayerChoice } from './layer-choice.tsx'
import { useSetup } from './setup.ts'
import classes from './step-variants.module.css'
import wizard from './wizard.module.css'

/** The shares of the variants, how many take part at all, and which other experiments are kept apart. */
export function StepVariants(): ReactElement {
  return (
    <>
      <Arms />
      <Coverage />
      <LayerChoice />
    </>
  )
}

function Arms(): ReactElement {
  const { draft, flag, faults, set } = useSetup()
  const project = useProject()
  const { variants, control } = draft
  const known = flag?.variants ?? variants.map(({ variant }) => ({ key: variant, name: undefined }))
  const include = (key: string, taken: boolean) => {
    const keys = known
      .map(one => one.key)
      .filter(one => (one === key ? taken : variants.some(arm => arm.variant === one)))
    const at = variants.findIndex(arm => arm.variant === key)
    const next = taken ? evenly(keys) : withoutArm(variants, at)
    set({ variants: next, ...(next.some(arm => arm.variant === control) ? {} : { control: next[0]?.variant ?? '' }) })
  }
  return (
    <section className={wizard.card} aria-label="Variants and their shares">
      <WeightsBar weights={variants} control={control} />
      <Radio.Group value={control} onChange={next => set({ control: next })} label="Variants and their shares" mt="md">
        <ul className={classes.arms}>
          {known.map(({ key, name }) => {
            const at = variants.findIndex(arm => arm.variant === key)
            const arm = variants[at]
            return (
              <li key={key} className={classes.arm}>
                {known.length > 2 ? (
                  <Checkbox
                    label={<span className={classes.armName}>{key}</span>}
                    description={name}
                    checked={arm !== undefined}
                    disabled={arm !== undefined && variants.length <= 2}
                    onChange={event => include(key, event.currentTarget.checked)}
                  />
                ) : (
                  <span>
                    <span className={classes.armName}>{key}</span>
                    {name !== undefined && <span className={wizard.note}> {name}</span>}
                  </span>
                )}
                <Radio value={key} label="Control" disabled={arm === undefined} aria-label={`${key} is the control`} />
                <PercentInput
                  label={`Share of ${key}`}
                  value={arm?.weight ?? 0}
                  disabled={arm === undefined}
                  onChange={share => set({ variants: withWeight(variants, at, share) })}
                />
              </li>
            )
          })}
        </ul>
      </Radio.Group>
      {faults.variants !== undefined && <p className={wizard.fault}>{faults.variants}</p>}
      {faults.control !== undefined && <p className={wizard.fault}>{faults.control}</p>}
      <Group gap="sm" mt="sm" justify="space-between">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => set({ variants: evenly(variants.map(({ variant }) => variant)) })}
        >
          Share evenly
        </Button>
        <span className={wizard.note}>
          More variants? <Link to={paths.flag(project, draft.flag)}>Add them to the flag</Link>, then choose them here.
        </span>
      </Group>
    </section>
  )
}

function Coverage(): ReactElement {
  const { draft, faults, set } = useSetup()
  const { coverage, unit } = draft
  return (
    <section className={wizard.card} aria-label="How many take part">
      <h3 className={wizard.sectionTitle}>How many take part</h3>
      <p className={wizard.note}>
        Start small where something could go wrong; you can widen it while it runs, but not narrow it.
      </p>
      <div className={classes.coverage}>
        <Slider
          thumbLabel="Share that takes part"
          value={coverage}
          onChange={share => set({ coverage: share })}
          min={1}
          max={100}
          label={null}
        />
        <NumberInput
          aria-label="Share that takes part, exactly"
          w="6.5rem"
          suffix=" %"
          min={0.001}
          max={100}
          decimalScale={3}
          hideControls
          value={coverage}
          error={faults.coverage}
          onChange={share => typeof share === 'number' && share > 0 && set({ coverage: Math.min(100, share) })}
        />
      </div>
      <p className={wizard.note}>
        {coverage === 100
          ? `Every ${unit} of the audience takes part.`
          : `${coverage} of 100 ${unit}s of the audience take part; the others get what the flag serves anyway.`}
      </p>
    </section>
  )
}
