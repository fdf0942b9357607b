/** When the last event of a name arrived in an environment, and the last one of them that names the unit asked about. */
export type EventArrival = { event: string; lastReceivedMs: number; lastWithUnitMs?: number }

/** How much there is of an event in all environments; bytes are the mean length of a sample as JSON times the rows. */
export type EventVolume = {
  event: string
  stored: number
  /** Of those stored, the ones received since the moment asked about. */
  recent: number
  approximateBytes: number
  lastReceivedMs: number
}

/** What the last events of a unit said about it: its ids by unit field, and the context by field; what nobody said is absent. */
export type SeenUnit = Readonly<Record<string, string>>

/** Units seen since a moment. `seen` is exact where `units` are all of them, else estimated by their share. */
export type SeenUnits = { seen: number; units: SeenUnit[] }

/** When the last exposure through a flag arrived, and how many units had one lately. */
export type FlagExposures = { flag: string; environment: string; lastReceivedMs: number; units: number }

/** What is asked about stored events as such: what came, how much of it, and who was there. */
export type UsageQuestions = {
  /** Of those of the events that ever arrived in the environment. */
  arrivals(project: string, environment: string, events: readonly string[], unitField?: string): Promise<EventArrival[]>
  /** Of every event there are rows of. */
  volumes(project: string, sinceMs: number): Promise<EventVolume[]>
  /** At most `limit` distinct units with an event since a moment, evenly sampled where there are more. A unit is known by the first of the fields it has. */
  seenUnits(project: string, environment: string, sinceMs: number, limit: number): Promise<SeenUnits>
  /** Distinct units exposed through a flag since a moment, by the rule that served them. */
  exposedByRule(project: string, environment: string, flag: string, sinceMs: number): Promise<Map<string, number>>
  /** Of every flag an exposure names; units are counted since a moment. */
  flagExposures(project: string, sinceMs: number): Promise<FlagExposures[]>
}
