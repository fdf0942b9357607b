import { privacy } from '../../contract/privacy-routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { paths } from '../paths.ts'
import type { Needs } from './need.ts'

/** Personal properties that wait for a decision, for those who may decide. */
export function useReviewNeeds(): Needs {
  const project = useProject()
  const mayDecide = useAllowed('privacy')
  const { data, error, isLoading, refetch } = useRoute(privacy.reviews, { params: { project } }, { enabled: mayDecide })
  return {
    needs: (data?.body.items ?? []).map(({ event, property, privacy: asked }) => ({
      kind: 'review',
      key: `${event}.${property}`,
      title: `${event}.${property}`,
      to: paths.reviews(project),
      action: 'Review',
      status: { text: asked.class, tone: 'warning' },
      about: `Wanted for ${asked.purpose}. Nothing of it is collected until you decide.`,
    })),
    loading: isLoading,
    error,
    retry: () => void refetch(),
  }
}
