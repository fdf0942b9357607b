import type { LineageNode } from '../../contract/lineage.ts'
import { paths } from '../paths.ts'

/** The page of what a node stands for; where it has none, the node in the lineage. */
export function addressOfNode(project: string, { id, noun, key }: Pick<LineageNode, 'id' | 'noun' | 'key'>): string {
  switch (noun) {
    case 'event':
      return paths.event(project, key)
    case 'property':
      return paths.event(project, key.slice(0, key.indexOf('.')))
    case 'metric':
      return paths.metric(project, key)
    case 'experiment':
      return paths.experiment(project, key)
    case 'flag':
      return paths.flag(project, key)
    case 'webhook':
      return paths.webhooks(project)
    case 'holdout':
      return paths.layers(project)
    case 'incident':
      return paths.health(project)
    case 'dimension':
      return `${paths.lineage(project)}?focus=${encodeURIComponent(id)}`
  }
}
