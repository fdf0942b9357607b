import { NumberInput, Radio, Stack } from '@mantine/core'
import { type ReactElement, useEffect } from 'react'
import type { AnalysisMode } from '../../contract/experiment.ts'
import { Notice } from '../parts/notice.tsx'
import { longDays } from './duration-list.tsx'
import { Durations } from './durations.tsx'
import { PlanDetails } from './plan-details.tsx'
import { useSetup } from './setup.ts'

const modes: { value: AnalysisMode; label: string; description: string }[] = [
  {
    value: 'group-sequential',
    label: 'Look every day, end early when it is clear',
    description: 'The usual choice: a daily look may end it early, for a slightly longer plan.',
  },
  {
    value: 'fixed',
    label: 'One look, at the end',
    description: 'The shortest plan; nothing may be concluded before its last day.',
  },
  {
    value: 'always-valid',
    label: 'Look at any time, stop at any time',
    description: 'For experiments without a planned end; it needs the most people.',
  },
]
const savedAfterMs = 500

/** When conclusions are drawn, and how long it takes to find which effect. */
export function StepPlan(): ReactElement {
  const { draft, record, faults, set, dirty, save } = useSetup()
  const { analysis } = draft
  const change = (part: Partial<typeof analysis>) => set({ analysis: { ...analysis, ...part } })
  // What the plan takes is worked out on the server, from what is saved there.
  const stale = dirty && record !== undefined && JSON.stringify(record.analysis) !== JSON.stringify(analysis)
  useEffect(() => {
    if (!stale) return
    const timer = setTimeout(() => void save(), savedAfterMs)
    return () => clearTimeout(timer)
  }, [stale, save])
  return (
    <>
      <Radio.Group
        label="When may you draw conclusions?"
        value={analysis.mode}
        onChange={mode => change({ mode: mode as AnalysisMode })}
      >
        <Stack gap="xs" mt="xs">
          {modes.map(mode => (
            <Radio key={mode.value} {...mode} />
          ))}
        </Stack>
      </Radio.Group>
      <Durations onChoose={plannedDays => change({ plannedDays })} />
      <NumberInput
        label="Planned length"
        suffix={analysis.plannedDays === 1 ? ' day' : ' days'}
        w="10rem"
        min={1}
        max={365}
        value={analysis.plannedDays}
        error={faults.analysis}
        onChange={days => typeof days === 'number' && days > 0 && change({ plannedDays: Math.min(365, days) })}
      />
      {analysis.plannedDays > longDays && (
        <Notice tone="warning" title="That is longer than eight weeks">
          Seasons, releases and cleared cookies blur the answer over so long a time. Plan for a larger effect, let more
          people take part, or choose a metric that moves sooner.
        </Notice>
      )}
      <PlanDetails analysis={analysis} onChange={change} />
    </>
  )
}
