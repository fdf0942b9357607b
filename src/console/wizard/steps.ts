import { unwrittenIn } from '../../core/evaluate/condition-text.ts'
import { servingRules } from '../experiments/serving.ts'
import type { Draft } from './draft.ts'
import type { Setup } from './setup.ts'

export type StepName = 'goal' | 'audience' | 'variants' | 'metrics' | 'plan' | 'start'

/** The steps from a question to a running experiment, in order. */
export const steps: { name: StepName; label: string; title: string; about: string }[] = [
  {
    name: 'goal',
    label: 'Hypothesis',
    title: 'What do you want to find out?',
    about: 'A name and one sentence are enough. You can change both at any time.',
  },
  {
    name: 'audience',
    label: 'Audience',
    title: 'Where, and for whom?',
    about: 'The flag your app asks, and which of the people who meet it take part.',
  },
  {
    name: 'variants',
    label: 'Variants',
    title: 'Who gets what?',
    about: 'Even shares find an answer soonest.',
  },
  {
    name: 'metrics',
    label: 'Metrics',
    title: 'How will you know?',
    about: 'What should get better, and what must not get worse.',
  },
  {
    name: 'plan',
    label: 'Plan',
    title: 'How long?',
    about: 'The smaller the effect you want to find, the longer it takes.',
  },
  {
    name: 'start',
    label: 'Start',
    title: 'Ready?',
    about: 'Whether everything can be measured, and what starting changes.',
  },
]

/** A step by the name in the address; the first one that is not done where there is none. */
export function stepIn(name: string | undefined, setup: Pick<Setup, 'draft' | 'record' | 'flag'>): StepName {
  const asked = steps.find(step => step.name === name)?.name
  if (setup.record === undefined) return asked === 'audience' && isDone('goal', setup) ? 'audience' : 'goal'
  return asked ?? steps.find(step => !isDone(step.name, setup))?.name ?? 'start'
}

/** Whether a step has everything it needs. */
export function isDone(step: StepName, setup: Pick<Setup, 'draft' | 'record' | 'flag'>): boolean {
  const { draft, record, flag } = setup
  if (step === 'start') return record !== undefined && record.run.status !== 'draft'
  if (step !== 'goal' && record === undefined) return false
  const unserved = record?.assignment === 'assay' && flag !== undefined && servingRules(flag, record).length === 0
  if (step === 'audience' && unserved) return false
  return Object.keys(faultsOf(step, draft)).length === 0
}

const keyPattern = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/
const keyHint = 'use lower-case letters, digits, dashes, underscores and dots'

/** What keeps a step from being done, by field. */
export function faultsOf(step: StepName, draft: Draft): Record<string, string> {
  switch (step) {
    case 'goal':
      return {
        ...(draft.name.trim() === '' ? { name: 'give the experiment a name' } : {}),
        ...keyFault(draft.key),
      }
    case 'audience':
      return { ...flagFaults(draft), ...conditionFaults(draft) }
    case 'variants':
      return draft.variants.filter(({ weight }) => weight > 0).length < 2
        ? { variants: 'give at least two variants a share; one alone compares with nothing' }
        : {}
    case 'metrics':
      return draft.metrics.some(({ role }) => role === 'success')
        ? {}
        : { metrics: 'choose at least one success metric: what should get better' }
    default:
      return {}
  }
}

function keyFault(key: string): Record<string, string> {
  if (key === '') return { key: 'give it a key' }
  // The address of a new experiment would hide the experiment of that key.
  if (key === 'new') return { key: 'this word stands for new experiments; choose another' }
  return keyPattern.test(key) ? {} : { key: keyHint }
}

function flagFaults({ flagChoice, flag, newFlag }: Draft): Record<string, string> {
  if (flagChoice === 'existing') return flag === '' ? { flag: 'choose a flag' } : {}
  const variants = new Set(newFlag.variants)
  return {
    ...(newFlag.name.trim() === '' ? { newFlagName: 'give the flag a name' } : {}),
    ...(keyPattern.test(newFlag.key) ? {} : { newFlagKey: newFlag.key === '' ? 'give the flag a key' : keyHint }),
    ...(newFlag.type === 'string' && (variants.size < 2 || newFlag.variants.some(one => !keyPattern.test(one)))
      ? { newFlagVariants: `name at least two variants; ${keyHint}` }
      : {}),
  }
}

function conditionFaults({ condition }: Draft): Record<string, string> {
  const missing = condition === undefined ? [] : unwrittenIn(condition, '/condition')
  return Object.fromEntries(missing.map(({ path, message }) => [path, message]))
}
