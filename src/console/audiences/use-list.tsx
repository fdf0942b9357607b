import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { AudienceUse } from '../../core/model/audience-use.ts'
import { useProject } from '../data/project.ts'
import { linkTo } from '../link-to.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import classes from './audience.module.css'

/** Where an audience decides, each place a link to it. */
export function UseList({ uses }: { uses: readonly AudienceUse[] }): ReactElement {
  const project = useProject()
  return (
    <ul className={classes.uses}>
      {uses.map(use =>
        use.in === 'flag' ? (
          <li key={`${use.flag} ${use.environment} ${use.rule}`}>
            <Link {...linkTo(`${paths.flag(project, use.flag)}?env=${use.environment}`)} className={classes.link ?? ''}>
              {use.name}
            </Link>{' '}
            <span className={classes.soft}>
              rule {use.number} in {use.environment}
            </span>{' '}
            <StatusBadge status={use.on ? 'on' : 'off'} />
          </li>
        ) : (
          <li key={use.audience}>
            <Link to={paths.audience(project, use.audience)} className={classes.link ?? ''}>
              {use.name}
            </Link>{' '}
            <span className={classes.soft}>audience</span>
          </li>
        ),
      )}
    </ul>
  )
}
