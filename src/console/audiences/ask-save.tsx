import type { ReactElement } from 'react'
import type { Condition } from '../../contract/condition.ts'
import { conditionText, type Names } from '../../core/evaluate/condition-text.ts'
import type { AudienceUse } from '../../core/model/audience-use.ts'
import { plural } from '../../core/report/number-text.ts'
import { askWhy } from '../parts/ask-why.tsx'
import classes from './audience.module.css'

type Change = { name: string; condition: Condition; uses: readonly AudienceUse[]; names: Names }

/** Names everything that changes with an audience and asks why; undefined when it was cancelled. */
export function askSave({ name, condition, uses, names }: Change): Promise<string | undefined> {
  return askWhy({
    title: `Save changes to ${name}?`,
    action: 'Save',
    about: (
      <>
        <p className={classes.sentence}>{conditionText(condition, names)}</p>
        {uses.length === 0 ? <p>Nothing uses it yet, so nothing changes for anybody.</p> : <Consequences uses={uses} />}
      </>
    ),
  })
}

function Consequences({ uses }: { uses: readonly AudienceUse[] }): ReactElement {
  return (
    <>
      <p className={classes.warning}>This changes who gets what in {plural(uses.length, 'place')}:</p>
      <ul>
        {uses.map(use => (
          <li key={JSON.stringify(use)}>
            {use.in === 'flag'
              ? `${use.name}, rule ${use.number} in ${use.environment}${use.on ? '' : ' (off)'}`
              : `audience ${use.name}`}
          </li>
        ))}
      </ul>
    </>
  )
}
