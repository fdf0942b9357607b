import { Select, Switch, Tabs } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { FlagTraffic } from '../../contract/traffic.ts'
import { count, plural } from '../../core/report/number-text.ts'
import { useFault } from '../conditions/faults.ts'
import { useEnvironment } from '../data/environment.ts'
import { useEnvironments } from '../data/project.ts'
import type { ContextDraft } from './context-text.ts'
import { startingLines } from './context-text.ts'
import { useEditor, useTargeting } from './editor.ts'
import classes from './flag-editor.module.css'
import { Prerequisites } from './prerequisites.tsx'
import { Preview } from './preview.tsx'
import { RuleList } from './rule-list.tsx'
import { FallthroughTraffic } from './rule-traffic.tsx'
import { useFlagTraffic } from './use-flag-traffic.ts'

type Props = { onSwitch: (on: boolean) => void }

/** Who gets which variant in one environment, and beside it what that means for somebody. */
export function TargetingTab({ onSwitch }: Props): ReactElement {
  const { base, definitions, draft, environment } = useEditor()
  const environments = useEnvironments()
  const [, choose] = useEnvironment()
  const audiences = useMemo(
    () => new Map(definitions.audiences.map(({ key, condition }) => [key, condition])),
    [definitions.audiences],
  )
  // The lines follow the rules until somebody writes into them.
  const [context, setContext] = useState<ContextDraft>()
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <Tabs value={environment} onChange={next => next !== null && choose(next)} keepMounted={false}>
          <Tabs.List aria-label="Environments" mb="md">
            {environments.map(({ key, name }) => (
              <Tabs.Tab key={key} value={key}>
                <span className={classes.dot} data-on={base.environments[key]?.on === true} />
                {name}
                <span className={classes.quiet}> {base.environments[key]?.on === true ? 'on' : 'off'}</span>
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={environment}>
            <Environment key={environment} onSwitch={onSwitch} />
          </Tabs.Panel>
        </Tabs>
      </div>
      <Preview
        context={context ?? { lines: startingLines(draft, environment, audiences), json: '', asJson: false }}
        onContext={setContext}
      />
    </div>
  )
}

function Environment({ onSwitch }: Props): ReactElement {
  const { base, draft, environment, mayChange } = useEditor()
  const { targeting, change, path } = useTargeting()
  const { traffic, reason } = useFlagTraffic()
  const fault = useFault(`${path}/fallthrough`)
  const on = base.environments[environment]?.on === true
  const variants = draft.variants.map(({ key, name }) => ({ value: key, label: name ? `${key} (${name})` : key }))
  return (
    <div className={classes.environment}>
      <div className={classes.state} data-on={on}>
        <Switch
          checked={on}
          disabled={!mayChange}
          label={on ? `On in ${environment}` : `Off in ${environment}`}
          description={
            on ? 'The rules below decide who gets what.' : `Everyone gets ${draft.off}, whatever the rules say.`
          }
          onChange={() => onSwitch(!on)}
        />
      </div>
      <Prerequisites />
      <section aria-labelledby="rules-title" className={classes.block}>
        <h2 id="rules-title" className={classes.heading}>
          Rules
          {traffic !== undefined && <span className={classes.sample}>{sampleText(traffic)}</span>}
          {reason !== undefined && <span className={classes.sample}>{reason}</span>}
        </h2>
        <RuleList traffic={traffic} />
        <div className={classes.otherwise}>
          <span className={classes.word}>Everyone else gets</span>
          <Select
            aria-label="Everyone else gets"
            data={variants}
            value={targeting.fallthrough}
            error={fault}
            disabled={!mayChange}
            onChange={fallthrough => fallthrough !== null && change({ fallthrough })}
          />
          <FallthroughTraffic traffic={traffic} />
        </div>
      </section>
    </div>
  )
}

function sampleText({ sample, days }: FlagTraffic): string {
  const { seen, units } = sample
  if (units === 0) return `no unit was seen in the last ${days} days`
  return `tried on ${units < seen ? `${count(units)} of ` : ''}${plural(seen, 'unit')} seen in the last ${days} days`
}
