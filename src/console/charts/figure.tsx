import type { ReactElement, ReactNode } from 'react'
import classes from './chart.module.css'

/** The numbers of a chart as text, for whoever does not see it, copies it or distrusts it. */
export type ChartTable = { head: string[]; rows: string[][] }

type Props = {
  title: string
  /** One sentence about what the chart shows, with its unit and its time. */
  about?: ReactNode
  /** Undefined where there is no number yet. */
  table?: ChartTable
  children: ReactNode
}

/** The frame of a chart: title, sentence, drawing, and the same numbers as a table behind a press. */
export function Figure({ title, about, table, children }: Props): ReactElement {
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <span className={classes.title}>{title}</span>
        {about !== undefined && <span className={classes.about}>{about}</span>}
      </figcaption>
      {children}
      {table !== undefined && <AsTable table={table} />}
    </figure>
  )
}

function AsTable({ table }: { table: ChartTable }): ReactElement {
  return (
    <details className={`${classes.details} no-print`}>
      <summary>Show as a table</summary>
      <div className={classes.tableFrame}>
        <table className={classes.table}>
          <thead>
            <tr>
              {table.head.map(name => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(row => (
              <tr key={row.join('|')}>
                {row.map((cell, place) => (
                  <td key={table.head[place] ?? place}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
