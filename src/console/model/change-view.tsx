import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ModelChange, NearDuplicate } from '../../contract/model-plan.ts'
import { useProject } from '../data/project.ts'
import { JsonText } from '../parts/json-text.tsx'
import { Notice } from '../parts/notice.tsx'
import { pointerText } from '../parts/pointer-text.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import classes from './editor.module.css'
import { treatmentText } from './treatment-text.ts'

const meanings = {
  compatible: 'Senders and readers go on as they are.',
  documentation: 'Only what people read about it changes.',
  breaking: 'It would break those who rely on it, so it is refused.',
}
const reached = {
  dimensions: 'dimensions',
  metrics: 'metrics',
  experiments: 'experiments not over yet',
  flags: 'flags',
  webhooks: 'webhooks',
} as const

/** What a change of one definition means: how compatible it is, what stands in its way, whom it reaches, what needs review. */
export function ChangeView({ change, alike }: { change: ModelChange; alike: readonly NearDuplicate[] }): ReactElement {
  const { compatibility, issues, dependants, reviewNeeded } = change
  const reach = Object.entries(reached).filter(([noun]) => dependants[noun as keyof typeof reached].length > 0)
  return (
    <div className={classes.plan}>
      <p>
        <StatusBadge
          status={compatibility}
          tone={compatibility === 'breaking' ? 'failing' : compatibility === 'compatible' ? 'ok' : 'neutral'}
        />{' '}
        {change.change === 'added' && compatibility !== 'breaking'
          ? 'New: nothing relies on it yet.'
          : meanings[compatibility]}
      </p>
      {issues.length > 0 && (
        <Notice tone="failing" title="In the way">
          <ul>
            {issues.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                {path === '' ? '' : `${pointerText(path)}: `}
                {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {alike.map(({ noun, like, why }) => (
        <AlikeNotice key={like} noun={noun} like={like} why={why} />
      ))}
      {reviewNeeded.length > 0 && (
        <Notice tone="warning" title="Needs a privacy review">
          <ul>
            {reviewNeeded.map(({ property, privacy, status }) => (
              <li key={property}>
                {property} is {privacy.class}, {treatmentText(privacy.treatment)}, for {privacy.purpose}
                {status === 'refused' ? '; it was refused before' : ''}
              </li>
            ))}
          </ul>
          Nothing of it is collected until somebody with the role privacy approves.
        </Notice>
      )}
      {change.change !== 'added' && reach.length > 0 && (
        <div>
          <p className={classes.quiet}>It reaches</p>
          <ul>
            {reach.map(([noun, name]) => (
              <li key={noun}>
                {name}: {dependants[noun as keyof typeof reached].join(', ')}
              </li>
            ))}
          </ul>
        </div>
      )}
      {change.differences.length > 0 && change.change !== 'added' && <Differences change={change} />}
    </div>
  )
}

function AlikeNotice({ noun, like, why }: Omit<NearDuplicate, 'key'>): ReactElement {
  const project = useProject()
  const address =
    noun === 'events'
      ? paths.event(project, like)
      : noun === 'metrics'
        ? paths.metric(project, like)
        : paths.model(project)
  return (
    <Notice tone="warning" title="Nearly the same is there">
      <Anchor component={Link} to={address} target="_blank" c="inherit">
        {like}
      </Anchor>
      : {why}. Use that one if it is meant.
    </Notice>
  )
}

/** Place by place, under each other: the panel beside a form has no room for columns. */
function Differences({ change: { differences } }: { change: ModelChange }): ReactElement {
  return (
    <dl className={classes.differences}>
      {differences.map(({ path, before, after }) => (
        <div key={path}>
          <dt>{pointerText(path)}</dt>
          <dd>
            <span className={classes.when}>now</span> <JsonText value={before} />
          </dd>
          <dd>
            <span className={classes.when}>then</span> <JsonText value={after} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
