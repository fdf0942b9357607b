import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import { flagChangeTexts } from '../../core/model/flag-change-text.ts'
import { plural } from '../../core/report/number-text.ts'
import { FaultsContext } from '../conditions/faults.ts'
import { useServingNames } from '../conditions/use-serving-names.ts'
import { useVocabulary } from '../conditions/use-vocabulary.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useAllowed } from '../data/session.ts'
import { useArchive } from '../data/use-archive.ts'
import { HistoryDrawer } from '../parts/history-drawer.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { SaveBar } from '../parts/save-bar.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { useLeaveGuard } from '../parts/use-leave-guard.ts'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { flagArchiving } from './archiving.ts'
import { DetailsTab } from './details-tab.tsx'
import { type DraftFlag, isWrittenFlag, type KeptFlag, writtenOf } from './draft-flag.ts'
import { EditorContext } from './editor.ts'
import { FlagActions } from './flag-actions.tsx'
import classes from './flag-editor.module.css'
import { placeOfIssue } from './issue-place.ts'
import { MeasurementTab } from './measurement-tab.tsx'
import type { FlagSearch } from './routes.tsx'
import { TargetingTab } from './targeting-tab.tsx'
import { useDefinitions } from './use-definitions.ts'
import { type FlagDraft, useDraftFlag } from './use-draft-flag.ts'
import { type FlagSaving, useSaving } from './use-saving.ts'
import { useSwitch } from './use-switch.ts'

const revealMs = 100

/** Edits one flag: a draft beside the saved version, saved with a reason after a look at what changes. */
export function FlagEditor({ kept }: { kept: KeptFlag }): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const active = kept.meta.status !== 'archived'
  const allowed = useAllowed('editor')
  const mayChange = allowed && active
  const navigate = useNavigate()
  const { tab = 'targeting', history } = useSearch({ strict: false }) as FlagSearch
  const show = (change: FlagSearch & { env?: string }) =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, ...change }), replace: true } as never)
  // Waits for the tab and the environment to be there, then goes to the first field that is wrong.
  const reveal = (path: string) => {
    const place = placeOfIssue(path)
    show({ tab: place.tab, ...(place.environment === undefined ? {} : { env: place.environment }) })
    setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus(), revealMs)
  }
  const edited = useDraftFlag(kept)
  const { draft, base, dirty, update, load } = edited
  const vocabulary = useVocabulary()
  const names = useServingNames()
  const { definitions } = useDefinitions()
  const turn = useSwitch(edited.turned)
  const { archive, bringBack } = useArchive('flags', flagArchiving)
  useLeaveGuard(dirty)
  const saving = useSaving({ project, draft, base, names, definitions, load, show: issue => reveal(issue.path) })
  const editor = useMemo(
    () => ({
      draft,
      base,
      dirty,
      environment,
      mayChange,
      vocabulary,
      names,
      definitions,
      update: (change: (before: DraftFlag) => DraftFlag) => {
        saving.forget()
        update(change)
      },
    }),
    [draft, base, dirty, environment, mayChange, vocabulary, names, definitions, update, saving.forget],
  )
  const onSwitch = (on: boolean) => void turn({ flag: kept, environment, on })
  return (
    <EditorContext value={editor}>
      <FaultsContext value={saving.faults}>
        <Screen
          title={base.name}
          beside={
            <>
              <KeyText>{base.key}</KeyText>
              {!active && <StatusBadge status="archived" />}
            </>
          }
          about={about(base, allowed)}
          wide
          actions={
            <FlagActions
              flag={kept}
              environment={environment}
              mayChange={allowed}
              onSwitch={onSwitch}
              onHistory={() => show({ history: 'yes' })}
              onArchive={() => void archive(kept, () => void navigate({ to: paths.flags(project) }))}
              onBringBack={() => bringBack(kept)}
            />
          }
        >
          <Parts tab={tab} onTab={next => show({ tab: next })} onSwitch={onSwitch} />
          {dirty && <FlagSaveBar edited={edited} saving={saving} />}
          <HistoryDrawer
            noun="flags"
            params={{ project, key: kept.key }}
            etag={etagOf(kept.meta)}
            mayChange={allowed}
            opened={history !== undefined}
            onClose={() => show({ history: '' })}
          />
        </Screen>
      </FaultsContext>
    </EditorContext>
  )
}

type PartsProps = { tab: string; onTab: (tab: string) => void; onSwitch: (on: boolean) => void }

function Parts({ tab, onTab, onSwitch }: PartsProps): ReactElement {
  return (
    <Tabs value={tab} onChange={next => onTab(next ?? 'targeting')} keepMounted={false}>
      <Tabs.List mb="md" aria-label="Parts of the flag">
        <Tabs.Tab value="targeting">Targeting</Tabs.Tab>
        <Tabs.Tab value="details">Variants and details</Tabs.Tab>
        <Tabs.Tab value="measurement">Measurement</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="targeting">
        <TargetingTab onSwitch={onSwitch} />
      </Tabs.Panel>
      <Tabs.Panel value="details">
        <DetailsTab />
      </Tabs.Panel>
      <Tabs.Panel value="measurement">
        <MeasurementTab />
      </Tabs.Panel>
    </Tabs>
  )
}

function FlagSaveBar({ edited, saving }: { edited: FlagDraft; saving: FlagSaving }): ReactElement {
  const { base, draft, newer, discard } = edited
  return (
    <SaveBar
      issues={saving.issues}
      placeOf={path => placeOfIssue(path).text}
      action="Review and save"
      saving={saving.pending}
      onDiscard={() => {
        saving.forget()
        discard()
      }}
      onSave={() => void saving.save()}
    >
      {isWrittenFlag(draft)
        ? plural(flagChangeTexts(writtenOf(base), draft).length, 'unsaved change')
        : 'Unsaved changes'}
      {newer !== undefined && (
        <span className={classes.newer}>
          {' '}
          {newer.meta.updatedBy} saved version {newer.meta.version} meanwhile; saving asks which one is to stay.
        </span>
      )}
    </SaveBar>
  )
}

function about({ description, owner, meta }: KeptFlag, allowed: boolean): string {
  const facts = [description, owner === undefined ? 'Nobody owns it yet.' : `Owned by ${owner}.`]
  if (meta.status === 'archived') facts.push('It is archived: apps get the default in their code.')
  if (!allowed) facts.push('Your role reads only; ask an admin for the editor role to change it.')
  return facts.filter(fact => fact !== undefined && fact !== '').join(' ')
}
