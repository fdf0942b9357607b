import { IconArrowsCross, IconBan } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ExperimentRecord } from '../../contract/experiment.ts'
import { useProject } from '../data/project.ts'
import { paths } from '../paths.ts'
import { exclusionText, relationOf } from './exclusion.ts'
import classes from './layers.module.css'

const matrixMax = 24

/** Who excludes whom among the running experiments, in sentences and as a table. */
export function ExclusionMatrix({ running }: { running: readonly ExperimentRecord[] }): ReactElement | null {
  const project = useProject()
  if (running.length < 2) return null
  const shown = running.slice(0, matrixMax)
  const excluding = running.filter(one => running.some(other => other !== one && relationOf(one, other) === 'apart'))
  return (
    <section aria-labelledby="who-excludes" className={classes.card}>
      <h2 id="who-excludes" className={classes.title}>
        Who excludes whom
      </h2>
      {excluding.length < running.length && (
        <p className={classes.note}>
          {excluding.length === 0
            ? 'None of them excludes another: their people are mixed independently of each other.'
            : 'Whatever is not named here overlaps with every other experiment.'}
        </p>
      )}
      {excluding.length > 0 && (
        <ul className={classes.sentences}>
          {excluding.map(one => (
            <li key={one.key}>
              <Link to={paths.experiment(project, one.key)}>{one.name}</Link>:{' '}
              {exclusionText(
                one,
                running.filter(other => other !== one),
              )}
              .
            </li>
          ))}
        </ul>
      )}
      <div className={classes.matrixFrame}>
        <table className={classes.matrix} aria-label="Who excludes whom">
          <thead>
            <tr>
              <td />
              {shown.map((one, place) => (
                <th key={one.key} scope="col" title={one.name}>
                  {place + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one, place) => (
              <tr key={one.key}>
                <th scope="row">
                  <span className={classes.number}>{place + 1}</span>{' '}
                  <Link to={paths.experiment(project, one.key)}>{one.name}</Link>
                </th>
                {shown.map(other => (
                  <td key={other.key} data-relation={one === other ? 'self' : relationOf(one, other)}>
                    {one === other ? '' : <Mark apart={relationOf(one, other) === 'apart'} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>
        <IconBan size={14} aria-hidden /> exclude each other <IconArrowsCross size={14} aria-hidden /> overlap
        {running.length > matrixMax && `. The first ${matrixMax} of ${running.length} are in the table.`}
      </p>
    </section>
  )
}

function Mark({ apart }: { apart: boolean }): ReactElement {
  return apart ? (
    <IconBan size={15} role="img" aria-label="exclude each other" />
  ) : (
    <IconArrowsCross size={15} role="img" aria-label="overlap" />
  )
}
