import type { ReactElement } from 'react'
import type { ArmResult, Sums } from '../../contract/report.ts'
import { count } from '../../core/report/number-text.ts'
import classes from './number-drawer.module.css'

const columnNames: Record<Sums['columns'][number], string> = {
  y: 'outcome',
  z: 'denominator',
  yPre: 'outcome before',
  zPre: 'denominator before',
}

/** The moments of every arm with all of their digits: everything a test of them needs. */
export function SumsTable({ arms }: { arms: ArmResult[] }): ReactElement {
  const columns = arms[0]?.sums.columns ?? []
  const pairs = columns.flatMap((column, row) => columns.slice(0, row + 1).map(other => [column, other] as const))
  return (
    <div className={classes.scroll}>
      <table className={classes.sums}>
        <thead>
          <tr>
            <td />
            {arms.map(({ variant }) => (
              <th key={variant} scope="col">
                {variant}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">n, units</th>
            {arms.map(({ variant, sums }) => (
              <td key={variant}>{count(sums.n)}</td>
            ))}
          </tr>
          {columns.map((column, place) => (
            <tr key={column}>
              <th scope="row">mean of {columnNames[column]}</th>
              {arms.map(({ variant, sums }) => (
                <td key={variant}>{digits(sums.means[place])}</td>
              ))}
            </tr>
          ))}
          {pairs.map(([one, other], place) => (
            <tr key={`${one} ${other}`}>
              <th scope="row">
                {one === other
                  ? `centred sum of squares of ${columnNames[one]}`
                  : `centred sum of products of ${columnNames[one]} and ${columnNames[other]}`}
              </th>
              {arms.map(({ variant, sums }) => (
                <td key={variant}>{digits(sums.comoments[place])}</td>
              ))}
            </tr>
          ))}
          {arms.some(({ order }) => order !== undefined) && (
            <tr>
              <th scope="row">order statistics around the quantile</th>
              {arms.map(({ variant, order }) => (
                <td key={variant}>{`${digits(order?.lower)} to ${digits(order?.upper)}`}</td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}

function digits(value: number | null | undefined): string {
  return value === null || value === undefined ? 'not known' : String(value)
}
