import type { ReactElement } from 'react'
import type { Flag } from '../../contract/flag.ts'
import { useServingNames } from '../conditions/use-serving-names.ts'
import { Section } from '../parts/section.tsx'
import { WeightsBar } from '../parts/weights-bar.tsx'
import classes from './experiment-screen.module.css'
import type { KeptExperiment } from './kept-experiment.ts'
import { participantsText } from './participants.ts'
import { servingRules } from './serving.ts'

type Props = { experiment: KeptExperiment; flag: Flag | undefined }

/** Who takes part, and who gets what. */
export function VariantsSection({ experiment, flag }: Props): ReactElement {
  const names = useServingNames()
  const { variants, control, assignment } = experiment
  const served = assignment === 'external' || flag === undefined || servingRules(flag, experiment).length > 0
  return (
    <Section title="Who gets what">
      <WeightsBar weights={variants} control={control} />
      <p className={classes.sentence}>
        {served
          ? `${participantsText(experiment, flag, names)}.`
          : 'No rule of the flag serves the experiment, so nobody takes part yet.'}
      </p>
    </Section>
  )
}
