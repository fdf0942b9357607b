import type { ControlStore } from '../store/control/control-store.ts'
import type { EventStore } from '../store/events/event-store.ts'

/** More projects than one installation has. */
const projectsMax = 100_000

/** Makes the event tables follow the definitions of every project, skipping projects that are as they were. */
export async function fitTables(
  control: ControlStore,
  store: EventStore,
  fitted: Map<string, number> = new Map(),
): Promise<void> {
  for (const { definition: project } of control.list('', 'projects', { limit: projectsMax, status: 'any' })) {
    const { revision } = control.snapshot(project.key)
    if (fitted.get(project.key) === revision) continue
    // Archived definitions too: their events are still in the journal.
    const definitions = control.list(project.key, 'events', { limit: projectsMax, status: 'any' })
    await store.define(
      project.key,
      Object.values(project.units),
      definitions.map(({ definition }) => definition),
    )
    fitted.set(project.key, revision)
  }
}

/** An event store whose tables are made to fit before anything is loaded or asked. */
export function fittedStore(control: ControlStore, store: EventStore): EventStore {
  const fitted = new Map<string, number>()
  return {
    ...store,
    async load(segment) {
      await fitTables(control, store, fitted)
      return store.load(segment)
    },
    async analyse(plan) {
      await fitTables(control, store, fitted)
      return store.analyse(plan)
    },
    async analyseBy(plan, dimension) {
      await fitTables(control, store, fitted)
      return store.analyseBy(plan, dimension)
    },
    async series(plan, metric, cap) {
      await fitTables(control, store, fitted)
      return store.series(plan, metric, cap)
    },
    async totals(plan) {
      await fitTables(control, store, fitted)
      return store.totals(plan)
    },
    async product(plan) {
      await fitTables(control, store, fitted)
      return store.product(plan)
    },
  }
}
