import type { Revision } from '../../contract/noun.ts'
import { access } from '../../contract/routes.ts'
import { people } from '../../contract/session-routes.ts'
import { useProject } from '../data/project.ts'
import { type Pages, usePages } from '../data/use-pages.ts'

const limit = 500

/** The record of the project, or of the installation (members, keys, backups); all of it where it is searched. */
export function useChanges(installation: boolean, all: boolean): Pages<Revision> {
  const project = useProject()
  const ofProject = usePages(access.audit, { params: { project }, query: { limit } }, { enabled: !installation, all })
  const ofAll = usePages(people.audit, { query: { limit } }, { enabled: installation, all })
  return installation ? ofAll : ofProject
}
