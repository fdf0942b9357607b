import type { ModelChange, ModelPlan } from '../../contract/model-plan.ts'
import { type Paint, paintOf, tame } from '../report/text-layout.ts'
import { newNameFor } from './next-name.ts'

const marks = { added: '+', changed: '~', removed: '-' } as const
const nouns = { projects: 'project', events: 'event', dimensions: 'dimension', metrics: 'metric' } as const

/** A plan as text for a terminal: every change with its differences, whom it reaches, what stands in its way, what needs review. */
export function planText(plan: ModelPlan, { colour }: { colour: boolean }): string {
  const paint = paintOf(colour)
  if (plan.changes.length === 0) return `Nothing changes; the model is version ${plan.version.slice(0, 12)}.\n`
  const likenesses = plan.nearDuplicates.map(({ noun, key, like, why }) =>
    paint.careful(`? ${nouns[noun]} ${key} is like ${like}: ${tame(why)}`),
  )
  const lines = [
    ...plan.changes.flatMap(change => changeLines(change, paint)),
    ...(likenesses.length === 0 ? [] : ['', ...likenesses]),
    '',
    summary(plan, paint),
  ]
  return `${lines.join('\n')}\n`
}

function changeLines(change: ModelChange, paint: Paint): string[] {
  const { noun, key, change: how, compatibility, differences, issues, reviewNeeded } = change
  const mark = { added: paint.good, changed: paint.careful, removed: paint.bad }[how](marks[how])
  const kind =
    compatibility === 'breaking' ? paint.bad(compatibility) : paint.quiet(how === 'added' ? how : compatibility)
  const reached = reachedBy(change)
  return [
    `${mark} ${nouns[noun]} ${paint.strong(key)}  ${kind}`,
    ...differences.map(({ path, before, after }) => `    ${path}: ${said(before)} -> ${said(after)}`),
    ...(how === 'added' || reached === '' ? [] : [paint.quiet(`    reaches ${reached}`)]),
    ...issues.map(({ path, message }) => paint.bad(`    ! ${path || '/'}: ${tame(message)}`)),
    ...reviewNeeded.map(({ property, privacy, status }) =>
      paint.careful(
        `    review: ${property} is ${privacy.class} (${privacy.treatment}, for ${tame(privacy.purpose)})${status === 'refused' ? ' and was refused' : ''}`,
      ),
    ),
  ]
}

function reachedBy({ dependants }: ModelChange): string {
  return Object.entries(dependants)
    .filter(([, keys]) => keys.length > 0)
    .map(([noun, keys]) => `${noun} ${keys.join(', ')}`)
    .join('; ')
}

function said(value: unknown): string {
  return value === undefined ? 'nothing' : tame(JSON.stringify(value))
}

function summary({ changes, ok, version }: ModelPlan, paint: Paint): string {
  const count = (how: ModelChange['change']) => changes.filter(({ change }) => change === how).length
  const counts = `${count('added')} added, ${count('changed')} changed, ${count('removed')} removed`
  const reviews = changes.reduce((sum, { reviewNeeded }) => sum + reviewNeeded.length, 0)
  const toReview =
    reviews === 0 ? '' : `; ${reviews} personal ${reviews === 1 ? 'property needs' : 'properties need'} review`
  if (ok) return `${counts}${toReview}. Version ${version.slice(0, 12)}.`
  const newName = newNameFor(changes)
  const advice = newName === undefined ? '' : ` What breaks needs a new name, such as ${newName}.`
  return paint.bad(`${counts}${toReview}. This cannot be applied.${advice}`)
}
