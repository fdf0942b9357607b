import { Button, Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ModelPlan } from '../../contract/model-plan.ts'
import { proposals } from '../../contract/model-routes.ts'
import type { Answer } from '../../contract/route.ts'
import { failureOf } from '../data/failure.ts'
import { useParam, useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { useRoute } from '../data/use-route.ts'
import { Ago } from '../parts/ago.tsx'
import { askWhy } from '../parts/ask-why.tsx'
import { FactList } from '../parts/fact-list.tsx'
import { Section } from '../parts/section.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Failed } from '../shell/failed.tsx'
import { sayFailure } from '../shell/say.tsx'
import { Screen } from '../shell/screen.tsx'
import { ChangeView } from './change-view.tsx'
import classes from './editor.module.css'
import { ExportMenu } from './export-menu.tsx'
import { ModelTabs } from './model-tabs.tsx'
import { touchedBy } from './proposal-text.ts'
import { ProposedDefinition } from './proposed-definition.tsx'

const nouns = { projects: 'Project', events: 'Event', metrics: 'Metric', dimensions: 'Dimension' }

/** One proposal: why, what it would do now, and apply or withdraw. */
export function ProposalScreen(): ReactElement {
  const project = useProject()
  const params = { project, key: useParam('key') }
  const mayApply = useAllowed('editor')
  const { data, error, refetch } = useRoute(proposals.read, { params })
  const proposal = data?.body
  const apply = useChange(proposals.apply, { quiet: true, done: 'Applied: it is part of the model now' })
  const withdraw = useChange(proposals.withdraw, { done: 'Withdrawn' })
  const open = proposal?.meta.status === 'open'
  const start = () =>
    apply.mutate({ params, ...(data?.etag === undefined ? {} : { ifMatch: data.etag }) } as never, {
      onError: failed => {
        // The model or the proposal moved on: show what it would do now instead.
        if (failureOf(failed).kind === 'changed') void refetch()
        sayFailure(failed)
      },
    })
  const close = async () => {
    const why = await askWhy({
      title: 'Withdraw this proposal?',
      about: 'It is kept, and can be made again from its export.',
      action: 'Withdraw it',
    })
    if (why !== undefined) withdraw.mutate({ params, ...(why === '' ? {} : { query: { why } }) })
  }
  return (
    <Screen
      title={proposal?.title ?? `Proposal ${params.key}`}
      beside={
        proposal && (
          <StatusBadge
            status={proposal.meta.status}
            tone={open ? 'running' : proposal.meta.status === 'applied' ? 'ok' : 'neutral'}
          />
        )
      }
      actions={
        proposal && (
          <>
            <ExportMenu proposal={params.key} />
            {open && mayApply && (
              <>
                <Button variant="default" loading={withdraw.isPending} onClick={() => void close()}>
                  Withdraw
                </Button>
                <Button loading={apply.isPending} disabled={proposal.plan?.ok !== true} onClick={start}>
                  Apply
                </Button>
              </>
            )}
          </>
        )
      }
      wide
    >
      <ModelTabs />
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : proposal === undefined ? (
        <Skeleton height={240} />
      ) : (
        <div className={classes.stack}>
          <Section title="Why">
            <p style={{ margin: '0 0 0.75rem', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{proposal.why}</p>
            <FactList
              facts={[
                { label: 'Made by', value: proposal.meta.createdBy },
                { label: 'Made', value: <Ago time={proposal.meta.createdAt} /> },
                { label: 'Changes', value: touchedBy(proposal) },
                ...(open ? [] : [{ label: `${proposal.meta.status} by`, value: proposal.meta.updatedBy }]),
              ]}
            />
          </Section>
          {proposal.plan !== undefined && <Changes plan={proposal.plan} proposal={proposal} />}
        </div>
      )}
    </Screen>
  )
}

function Changes({ plan, proposal }: { plan: ModelPlan; proposal: Answer<typeof proposals.read> }): ReactElement {
  if (plan.changes.length === 0)
    return (
      <Section title="What it would do now">
        <p style={{ margin: 0 }}>Nothing: the model says all of this already.</p>
      </Section>
    )
  return (
    <>
      {plan.changes.map(change => (
        <Section key={`${change.noun} ${change.key}`} title={`${nouns[change.noun]} ${change.key}, ${change.change}`}>
          <div className={classes.stack}>
            <ChangeView
              change={change}
              alike={plan.nearDuplicates.filter(one => one.noun === change.noun && one.key === change.key)}
            />
            {change.change === 'added' && (
              <ProposedDefinition proposal={proposal} noun={change.noun} name={change.key} />
            )}
          </div>
        </Section>
      ))}
    </>
  )
}
