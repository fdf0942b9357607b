import type { AudienceUse } from '../../core/model/audience-use.ts'
import { plural } from '../../core/report/number-text.ts'
import { changedColumn } from '../parts/common-columns.tsx'
import { hint } from '../parts/hint.ts'
import { KeyLine } from '../parts/key-line.tsx'
import type { Column } from '../parts/table-column.ts'
import classes from './audience.module.css'
import { AudienceSize } from './audience-size.tsx'
import type { KeptAudience } from './draft-audience.ts'

/** An audience in the list, its condition in words, and where it decides. */
export type AudienceRow = { audience: KeptAudience; says: string; uses: AudienceUse[] }

/** The columns of the list of audiences. */
export const audienceColumns: Column<AudienceRow>[] = [
  {
    id: 'name',
    header: 'Audience',
    width: 'minmax(9rem, 1.2fr)',
    cell: ({ audience: { name, key } }) => (
      <>
        <span className={classes.name}>{name}</span>
        <KeyLine>{key}</KeyLine>
      </>
    ),
    sort: ({ audience }) => audience.name,
  },
  {
    id: 'condition',
    header: 'Everyone with',
    width: 'minmax(12rem, 2.4fr)',
    narrow: 'hidden',
    cell: ({ says }) => <span {...hint(says)}>{says}</span>,
  },
  {
    id: 'size',
    header: 'Of recent units',
    width: '9.5rem',
    cell: ({ audience }) => <AudienceSize condition={audience.condition} />,
  },
  {
    id: 'uses',
    header: 'Used in',
    width: '8rem',
    narrow: 'hidden',
    cell: ({ uses }) =>
      uses.length === 0 ? <span className={classes.soft}>nowhere yet</span> : plural(uses.length, 'place'),
    sort: ({ uses }) => uses.length,
  },
  changedColumn(({ audience }) => audience),
]
