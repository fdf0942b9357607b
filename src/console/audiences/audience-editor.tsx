import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useMemo, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { isWritten } from '../../core/evaluate/condition-text.ts'
import { type AudienceUse, audienceUses } from '../../core/model/audience-use.ts'
import { plural } from '../../core/report/number-text.ts'
import { FaultsContext, faultsOf } from '../conditions/faults.ts'
import { useVocabulary } from '../conditions/use-vocabulary.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useAllowed } from '../data/session.ts'
import { useArchive } from '../data/use-archive.ts'
import { useDraft } from '../data/use-draft.ts'
import { usePages } from '../data/use-pages.ts'
import { useReplacement } from '../data/use-replacement.ts'
import { DefinitionActions } from '../parts/definition-actions.tsx'
import { HistoryDrawer } from '../parts/history-drawer.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { SaveBar } from '../parts/save-bar.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { useLeaveGuard } from '../parts/use-leave-guard.ts'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { askSave } from './ask-save.tsx'
import classes from './audience.module.css'
import { AudienceSize } from './audience-size.tsx'
import { Definition } from './definition.tsx'
import { type DraftAudience, type KeptAudience, lackingIn, writtenAudience } from './draft-audience.ts'
import { UseList } from './use-list.tsx'

const archiving = {
  about: 'It can no longer be chosen in rules. It keeps its history and can be brought back.',
  action: 'Archive the audience',
}

/** Edits an audience; before it is saved, everything that changes with it is named. */
export function AudienceEditor({ kept }: { kept: KeptAudience }): ReactElement {
  const project = useProject()
  const archived = kept.meta.status === 'archived'
  const allowed = useAllowed('editor')
  const navigate = useNavigate()
  const { history } = useSearch({ strict: false }) as { history?: string }
  const showHistory = (value: string) =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, history: value }), replace: true } as never)
  const { draft, base, dirty, newer, update, discard, load } = useDraft(kept, writtenAudience)
  const uses = useUses(kept.key)
  const saving = useSaving({ project, draft, base, uses, load })
  const { archive, bringBack } = useArchive('audiences', archiving)
  useLeaveGuard(dirty)
  return (
    <FaultsContext value={saving.faults}>
      <Screen
        title={base.name}
        beside={
          <>
            <KeyText>{base.key}</KeyText>
            {archived && <StatusBadge status="archived" />}
          </>
        }
        about={allowed ? base.description : 'Your role reads only; ask an admin for the editor role to change it.'}
        wide
        actions={
          <DefinitionActions
            archived={archived}
            mayChange={allowed}
            onHistory={() => showHistory('yes')}
            onArchive={() => void archive(kept, () => void navigate({ to: paths.audiences(project) }))}
            onBringBack={() => bringBack(kept)}
          />
        }
      >
        <div className={classes.columns}>
          <Definition
            draft={draft}
            mayChange={allowed && !archived}
            onChange={change => {
              saving.forget()
              update(change)
            }}
          />
          <Reach draft={draft} uses={uses} />
        </div>
        {dirty && (
          <SaveBar
            issues={saving.issues}
            action="Review and save"
            saving={saving.pending}
            onDiscard={() => {
              saving.forget()
              discard()
            }}
            onSave={() => void saving.save()}
          >
            Unsaved changes.{' '}
            <span className={classes.warning}>
              {uses.length > 0 && `Saving changes who gets what in ${plural(uses.length, 'place')}. `}
              {newer !== undefined && `${newer.meta.updatedBy} saved another version meanwhile.`}
            </span>
          </SaveBar>
        )}
        <HistoryDrawer
          noun="audiences"
          params={{ project, key: kept.key }}
          etag={etagOf(kept.meta)}
          mayChange={allowed}
          opened={history !== undefined}
          onClose={() => showHistory('')}
        />
      </Screen>
    </FaultsContext>
  )
}

function Reach({ draft, uses }: { draft: DraftAudience; uses: readonly AudienceUse[] }): ReactElement {
  return (
    <div className={classes.block}>
      <section className={classes.panel} aria-labelledby="size-title">
        <h2 id="size-title" className={classes.heading}>
          Of recent units
        </h2>
        {draft.condition !== undefined && <AudienceSize condition={draft.condition} long />}
      </section>
      <section className={classes.panel} aria-labelledby="uses-title">
        <h2 id="uses-title" className={classes.heading}>
          Where it decides
        </h2>
        {uses.length === 0 ? (
          <p className={classes.soft}>Nowhere yet. Add it to a rule of a flag by “Audience”.</p>
        ) : (
          <UseList uses={uses} />
        )}
      </section>
    </div>
  )
}

function useUses(key: string): AudienceUse[] {
  const request = { params: { project: useProject() }, query: { limit: 500 } }
  const flags = usePages(resources.flags.list, request, { all: true })
  const audiences = usePages(resources.audiences.list, request, { all: true })
  return useMemo(() => audienceUses(key, flags.items, audiences.items), [key, flags.items, audiences.items])
}

type Saving = {
  project: string
  draft: DraftAudience
  base: KeptAudience
  uses: AudienceUse[]
  load: (audience: KeptAudience) => void
}

/** Names everything that changes, asks why, saves, and keeps what is wrong beside the fields. */
function useSaving({ project, draft, base, uses, load }: Saving) {
  const names = useVocabulary()
  const [tried, setTried] = useState(false)
  const { put, pending, refused, forget } = useReplacement(resources.audiences.replace, {
    done: ({ name, meta }) => `${name} is saved as version ${meta.version}`,
    load: kept => {
      setTried(false)
      load(kept)
    },
  })
  const issues = [...(tried ? lackingIn(draft) : []), ...refused]
  const save = async () => {
    setTried(true)
    const { condition } = draft
    if (lackingIn(draft).length > 0 || condition === undefined || !isWritten(condition)) return
    const why = await askSave({ name: base.name, condition, uses, names })
    if (why === undefined) return
    put({
      params: { project, key: base.key },
      body: { ...draft, condition },
      ifMatch: etagOf(base.meta),
      ...(why === '' ? {} : { query: { why } }),
    })
  }
  return { issues, faults: faultsOf(issues), pending, forget, save }
}
