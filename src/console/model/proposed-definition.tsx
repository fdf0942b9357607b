import type { ReactElement } from 'react'
import type { proposals } from '../../contract/model-routes.ts'
import type { Answer } from '../../contract/route.ts'
import { FactList } from '../parts/fact-list.tsx'
import { formulaText } from '../parts/formula-text.ts'
import classes from './editor.module.css'
import { SchemaTable } from './schema-table.tsx'

type Proposal = Answer<typeof proposals.read>
type Props = { proposal: Pick<Proposal, 'events' | 'metrics' | 'dimensions'>; noun: string; name: string }

/** What would be there that was not: nothing stands beside it to differ from, so it is shown whole. */
export function ProposedDefinition({ proposal, noun, name }: Props): ReactElement | null {
  const event = noun === 'events' ? proposal.events?.[name] : undefined
  const metric = noun === 'metrics' ? proposal.metrics?.[name] : undefined
  const dimension = noun === 'dimensions' ? proposal.dimensions?.[name] : undefined
  if (event) {
    const { owner, purpose, trigger, description, properties } = event
    return (
      <>
        <FactList
          facts={[
            { label: 'Owner', value: owner },
            { label: 'Purpose', value: purpose },
            ...fact('Sent when', trigger),
            ...fact('What it is', description),
          ]}
        />
        {Object.keys(properties).length > 0 && (
          <div className={classes.edge}>
            <SchemaTable event={{ properties }} reviews={[]} />
          </div>
        )}
      </>
    )
  }
  if (metric)
    return (
      <FactList
        facts={[
          { label: 'Name', value: metric.name },
          { label: 'Computes', value: formulaText(metric.formula) },
          { label: 'Better', value: metric.better === 'up' ? 'higher' : 'lower' },
          ...fact('Owner', metric.owner),
          ...fact('What it is', metric.description),
        ]}
      />
    )
  return dimension ? <FactList facts={[{ label: 'Comes from', value: dimension.source }]} /> : null
}

function fact(label: string, value: string | undefined): { label: string; value: string }[] {
  return value === undefined ? [] : [{ label, value }]
}
