import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Issue } from '../../contract/problem.ts'
import { treatmentFits } from './treatment.ts'

/** What is wrong with how an event definition treats personal values, also compared with what was there before. */
export function privacyIssues(before: EventDefinition | undefined, after: EventDefinition): Issue[] {
  return Object.entries(after.properties).flatMap(([name, { type, privacy }]) => {
    const path = `/properties/${name}/privacy`
    const issues: Issue[] = []
    if (privacy !== undefined && !treatmentFits(type, privacy.treatment))
      issues.push({
        path: `${path}/treatment`,
        message: `${privacy.treatment} does not leave a ${type}; choose another`,
      })
    if (privacy === undefined && before?.properties[name]?.privacy !== undefined)
      issues.push({
        path,
        message:
          'a property that is personal stays so; ask for the treatment keep, which is reviewed, to keep it as it is',
      })
    return issues
  })
}
