import type { ReactElement } from 'react'
import type { Flag } from '../../contract/flag.ts'
import { targetingText } from '../../core/evaluate/serving-text.ts'
import { plural } from '../../core/report/number-text.ts'
import { useServingNames } from '../conditions/use-serving-names.ts'
import type { KeptExperiment } from '../experiments/kept-experiment.ts'
import { participantsText } from '../experiments/participants.ts'
import { servingRules } from '../experiments/serving.ts'
import { neededOf } from '../experiments/use-start.ts'
import { WeightsBar } from '../parts/weights-bar.tsx'
import classes from './wizard.module.css'

/** What starting does, in sentences. */
export function Summary({ experiment, flag }: { experiment: KeptExperiment; flag: Flag | undefined }): ReactElement {
  const names = useServingNames()
  const { variants, control, environment, analysis } = experiment
  return (
    <section className={classes.card} aria-label="What starting does">
      <h3 className={classes.sectionTitle}>What starting does</h3>
      <p className={classes.sentence}>
        {participantsText(experiment, flag, names)}, in {environment}:
      </p>
      <div style={{ margin: '0.625rem 0' }}>
        <WeightsBar weights={variants} control={control} />
      </div>
      <p className={classes.sentence}>It is planned for {plural(analysis.plannedDays, 'day')}.</p>
      {flag !== undefined && <FlagChange flag={flag} experiment={experiment} />}
    </section>
  )
}

function FlagChange({ flag, experiment }: { flag: Flag; experiment: KeptExperiment }): ReactElement | null {
  const names = useServingNames()
  const { rule, on } = neededOf(flag, experiment)
  const targeting = flag.environments[experiment.environment]
  const others = (targeting?.rules ?? []).filter(one => !servingRules(flag, experiment).includes(one))
  return (
    <>
      {rule && <p className={classes.sentence}>A rule that serves everyone the experiment is added to {flag.name}.</p>}
      {on && (
        <p className={classes.sentence}>
          {flag.name} is off in {experiment.environment} now; starting switches it on.{' '}
          {others.length === 0
            ? `Whoever does not take part gets ${targeting?.fallthrough ?? flag.off}.`
            : `Its other rules begin to work too: ${targetingText({ on: true, rules: others, fallthrough: targeting?.fallthrough ?? flag.off }, flag.off, names)}.`}
        </p>
      )}
    </>
  )
}
