import { Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactElement, useMemo } from 'react'
import type { Json } from '../../contract/name.ts'
import { evaluation, resources } from '../../contract/routes.ts'
import type { Trace } from '../../core/evaluate/trace.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { Failed } from '../shell/failed.tsx'
import { ContextForm } from './context-form.tsx'
import { type ContextDraft, contextOf } from './context-text.ts'
import { isWrittenFlag, writtenOf } from './draft-flag.ts'
import { draftTrace } from './draft-trace.ts'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'
import { TraceSteps } from './trace-steps.tsx'

const pauseMs = 250

type Props = { context: ContextDraft; onContext: (context: ContextDraft) => void }

/** Who gets what: a context, and what the saved flag serves it and why; beside it what unsaved changes would serve. */
export function Preview({ context, onContext }: Props): ReactElement {
  const { base, dirty, environment, vocabulary, names } = useEditor()
  const read = contextOf(context, vocabulary)
  const [asked] = useDebouncedValue(JSON.stringify(read ?? {}), pauseMs)
  const known = useMemo(() => JSON.parse(asked) as Record<string, Json>, [asked])
  const saved = useRoute(
    evaluation.preview,
    { params: { project: useProject(), key: base.key }, body: { environment, context: known } },
    { keepPrevious: true, enabled: read !== undefined },
  )
  const around = { environment, context: known, names }
  return (
    <aside className={classes.preview} aria-label="Who gets what">
      <h2 className={classes.heading}>
        Who gets what
        {saved.isFetching && <Loader size={12} aria-hidden />}
      </h2>
      <div className={classes.context}>
        <ContextForm context={context} onChange={onContext} />
      </div>
      {saved.error !== null && <Failed error={saved.error} retry={() => void saved.refetch()} />}
      {saved.data !== undefined && (
        <TraceSteps
          title={dirty ? 'Saved version, what apps get now' : 'What they get'}
          draft={false}
          // The contract calls a trace JSON; it is the evaluator's own.
          trace={saved.data.body.trace as unknown as Trace}
          flag={writtenOf(base)}
          {...around}
        />
      )}
      {dirty && <DraftPreview context={known} />}
    </aside>
  )
}

function DraftPreview({ context }: { context: Readonly<Record<string, Json>> }): ReactElement {
  const { draft, definitions, environment, names } = useEditor()
  const project = useProject()
  const owner = useRoute(resources.projects.read, { params: { key: project } })
  const holdouts = usePages(resources.holdouts.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const home = owner.data?.body
  const trace = useMemo(
    () =>
      home !== undefined && isWrittenFlag(draft)
        ? draftTrace(draft, context, { project: home, environment, definitions, holdouts: holdouts.items })
        : undefined,
    [home, draft, context, environment, definitions, holdouts.items],
  )
  if (trace === undefined || !isWrittenFlag(draft)) {
    return <p className={classes.note}>With your unsaved changes: finish the rule you are writing to see it.</p>
  }
  return (
    <TraceSteps
      title="With your unsaved changes"
      draft
      trace={trace}
      flag={draft}
      environment={environment}
      context={context}
      names={names}
    />
  )
}
