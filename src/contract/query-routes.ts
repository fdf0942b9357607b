import { Query, QueryAnswer } from './query.ts'
import { route } from './route.ts'

/** Metrics over the calendar. */
export const queries = {
  query: route({
    method: 'post',
    path: '/api/v1/query',
    projectIn: 'body',
    access: 'viewer',
    tag: 'reports',
    body: Query,
    summary: 'One metric by hour, day, week or month, by segment, with the health of the events beneath it',
    description:
      'Buckets follow the time zone of the project. Events count when they happened, however late they came. Segments beyond the 20 largest are (other), units without a value (unknown).',
    answer: QueryAnswer,
    problems: ['not-found', 'not-allowed-now'],
  }),
}
