import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { access } from '../../contract/routes.ts'
import { actionText, nounText } from '../audit/change.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { linkTo } from '../link-to.ts'
import { Ago } from '../parts/ago.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './card.module.css'
import { Card } from './card.tsx'

const shownMax = 7
// Readings of raw events are among them and change nothing.
const askedMax = 50

/** What was changed last, by whom. */
export function ChangesCard(): ReactElement {
  const project = useProject()
  const { data, error, refetch } = useRoute(access.audit, { params: { project }, query: { limit: askedMax } })
  const changes = data?.body.items.filter(({ action }) => action !== 'read').slice(0, shownMax)
  return (
    <Card title="Recent changes" more={{ label: 'Audit', to: paths.audit(project) }}>
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : changes === undefined ? (
        <Skeleton height={160} />
      ) : (
        <ul className={classes.rows}>
          {changes.map(({ id, noun, key, action, by, at }) => (
            <li key={id} className={classes.row}>
              <div>
                <Link {...linkTo(`${paths.audit(project)}?change=${id}`)}>
                  {nounText(noun)} {key}
                </Link>
                <div className={classes.soft}>
                  {actionText(action)} by {by}
                </div>
              </div>
              <span className={classes.soft}>
                <Ago time={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
