import type { EventDefinition } from '../../contract/event-definition.ts'
import type { ExperimentRecord, Phase } from '../../contract/experiment.ts'
import type { Look } from '../../contract/look.ts'
import type { Metric } from '../../contract/metric.ts'
import type { MidRunChange, Report } from '../../contract/report.ts'
import type { Plan, PlanAnswer } from '../metrics/plan.ts'
import type { Effect } from '../stats/shrinkage.ts'
import { crossingsOf } from './crossings.ts'
import { eventsBeneath, type NoticedEvent, noticeChecks, readsOf } from './event-health.ts'
import { type EventSeen, healthChecks, worst } from './health.ts'
import { answerAt, concludingLook, expectedEndMs, informationAt, risingInformation } from './look-plan.ts'
import { type Method, methodOf } from './method.ts'
import { type MetricsInput, metricResults } from './metric-result.ts'
import { pastOf } from './past-effects.ts'
import { recommendations } from './recommendation.ts'

/**
 * Everything a report is made of: `plan` is the question of the phase over the same metrics, `answer` what an event store said, or what was
 * recorded at the look `shown`. `looks` are those recorded up to the end of the plan.
 */
export type ReportInput = {
  experiment: ExperimentRecord
  phase: Phase
  metrics: readonly Metric[]
  definitions: readonly EventDefinition[]
  plan: Plan
  answer: PlanAnswer
  looks: readonly Look[]
  shown: Look | undefined
  past: readonly Effect[]
  addedLater: ReadonlySet<string>
  changes: readonly MidRunChange[]
  freshness: readonly EventSeen[]
  noticed: readonly NoticedEvent[]
  nowMs: number
  definitionVersion: number
}

/** What an experiment has shown so far. The same input always gives the same report. */
export function reportOf(given: ReportInput): Report {
  const input = { ...given, experiment: asAnalysed(given.experiment) }
  const { experiment, phase, plan, answer, looks, shown, nowMs } = input
  const { decision, status } = experiment.run
  const { mode, alpha, plannedUnits } = experiment.analysis
  const over = phase.endedAt !== undefined || experiment.assignment === 'external'
  const earlier = over ? undefined : looks.filter(look => look !== shown).map(look => look.answer.units)
  const checks = [
    ...healthChecks({ ...input, weights: phase.variants, control: experiment.control, earlier }),
    ...noticeChecks(input.metrics, { noticed: input.noticed, untilMs: plan.untilMs }),
  ]
  const fresh = checks.filter(({ check }) => check === 'event-freshness')
  const beneath = { noticed: input.noticed, fresh, untilMs: plan.untilMs }
  const health = { status: worst(checks.map(check => check.status)), checks }
  const units = answer.units.reduce((sum, one) => sum + one, 0)
  const information = shown?.information ?? informationAt(experiment, phase, plan.untilMs, units)
  const before = (shown === undefined ? looks : looks.slice(0, shown.number)).map(look => look.information)
  const method = methodFor(input, shown === undefined ? [...before, information] : before, units, information)
  const past = pastOf(input.past)
  const computing = { ...input, method, past, beneath }
  const { metrics, families } = metricResults(computing)
  const veil = veilOf(input, health.status)
  return {
    experiment: experiment.key,
    name: experiment.name,
    ...(experiment.hypothesis === undefined ? {} : { hypothesis: experiment.hypothesis }),
    status,
    phase: phase.number,
    environment: experiment.environment,
    unit: experiment.unit,
    control: experiment.control,
    from: new Date(plan.fromMs).toISOString(),
    until: new Date(plan.untilMs).toISOString(),
    computedAt: new Date(nowMs).toISOString(),
    definitionVersion: input.definitionVersion,
    exposures: {
      units,
      excluded: answer.excluded,
      arms: plan.variants.map((variant, arm) => ({
        variant,
        weight: phase.variants.find(one => one.variant === variant)?.weight ?? 0,
        units: answer.units[arm] ?? 0,
      })),
    },
    analysis: {
      mode,
      alpha,
      information,
      look: shown?.number ?? null,
      looks: looks.length,
      ...(method.bounds === undefined
        ? {}
        : {
            bounds: {
              z: method.bounds.bounds.bounds,
              spent: method.bounds.bounds.spent,
              calculator: method.bounds.calculator,
            },
          }),
      ...(plannedUnits === undefined ? {} : { plannedUnits }),
    },
    provisional: mode === 'group-sequential' && shown === undefined,
    health,
    eventHealth: eventsBeneath(readsOf(input.metrics), beneath),
    ...(phase.startedUnready === undefined ? {} : { startedUnready: phase.startedUnready }),
    changes: [...input.changes],
    metrics: veil === undefined ? metrics : [],
    ...(veil === undefined ? {} : { veiled: { reason: veil, metrics } }),
    families,
    recommendations: recommendationsOf(input, health, metrics, computing),
    ...(decision === undefined ? {} : { decision }),
  }
}

// A run that another system assigned is over when it is imported: there is one look, whatever mode was written down.
function asAnalysed(experiment: ExperimentRecord): ExperimentRecord {
  if (experiment.assignment !== 'external') return experiment
  return { ...experiment, analysis: { ...experiment.analysis, mode: 'fixed' } }
}

/** Why the numbers are veiled: they cannot be trusted, or it is too early for the one look a fixed plan has. */
function veilOf({ experiment, phase, shown }: ReportInput, health: Report['health']['status']): string | undefined {
  if (health === 'failing') return 'a health check fails; the numbers cannot be trusted before it is mended'
  if (experiment.analysis.mode !== 'fixed' || experiment.assignment === 'external') return undefined
  if (shown !== undefined || phase.endedAt !== undefined) return undefined
  return 'a fixed plan is looked at once, at its planned end; looking earlier would make its p values wrong'
}

function methodFor(input: ReportInput, information: readonly number[], units: number, now: number): Method {
  const { experiment, looks } = input
  const [first] = looks
  const firstUnits = first?.answer.units.reduce((sum, one) => sum + one, 0) ?? 0
  // The expected size of an always valid analysis must not follow its outcomes: the pace of the first look settles it.
  const projected = first !== undefined && firstUnits > 0 ? firstUnits / first.information : units / Math.max(now, 1e-9)
  const plannedN = experiment.analysis.plannedUnits ?? Math.max(1, Math.round(projected))
  return methodOf(experiment.analysis, risingInformation(information), plannedN)
}

/** Conclusions of a sequential plan come from recorded looks alone; between two of them the last one speaks. */
function recommendationsOf(
  input: ReportInput,
  health: Report['health'],
  metrics: Report['metrics'],
  computing: MetricsInput,
): Report['recommendations'] {
  const { experiment, phase, plan, looks, shown, nowMs } = input
  const { mode } = experiment.analysis
  const anyTime = mode === 'always-valid' || experiment.assignment === 'external'
  const last = shown ?? (anyTime ? undefined : looks.at(-1))
  const ended = phase.endedAt !== undefined || experiment.assignment === 'external'
  const finished = ended || (last !== undefined && concludingLook(experiment, [last]) !== undefined)
  const units = (last?.answer ?? input.answer).units.reduce((sum, one) => sum + one, 0)
  const atMs = last === undefined ? plan.untilMs : Date.parse(last.at)
  const information = last?.information ?? informationAt(experiment, phase, atMs, units)
  const spoken =
    last === undefined || last === shown
      ? metrics
      : metricResults({
          ...computing,
          answer: answerAt(last),
          method: methodFor(
            input,
            looks.map(look => look.information),
            units,
            information,
          ),
        }).metrics
  return recommendations({
    control: experiment.control,
    variants: plan.variants,
    metrics: spoken,
    minimumEffects: Object.fromEntries(
      experiment.metrics.flatMap(({ metric, minimumEffect }) =>
        minimumEffect === undefined ? [] : [[metric, minimumEffect]],
      ),
    ),
    crossings: crossingsOf({
      ...input,
      variants: plan.variants,
      looks: last === undefined ? [] : looks.filter(look => look.number <= last.number),
    }),
    health,
    look: last?.number ?? null,
    conclusive: anyTime || last !== undefined,
    finished,
    expectedEndMs: expectedEndMs(experiment, phase, atMs, information),
    nowMs,
  })
}
