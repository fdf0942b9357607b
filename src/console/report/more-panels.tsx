import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Report } from '../../contract/report.ts'
import { BreakdownPanel } from './breakdown-panel.tsx'
import { reportRoute } from './routes.tsx'
import { TimePanel } from './time-panel.tsx'
import { TogetherPanel } from './together-panel.tsx'

const tabs = [
  { value: 'time', label: 'Over time', panel: TimePanel },
  { value: 'breakdown', label: 'Breakdown', panel: BreakdownPanel },
  { value: 'together', label: 'Impact and interactions', panel: TogetherPanel },
]

/** What is asked only when the numbers are there: nothing here delays them. */
export function MorePanels({ report }: { report: Report }): ReactElement {
  const { view = 'time' } = reportRoute.useSearch()
  const navigate = useNavigate()
  const choose = (chosen: string | null) =>
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, view: chosen ?? undefined }) as never,
      replace: true,
      resetScroll: false,
    })
  return (
    <Tabs value={view} onChange={choose} keepMounted={false}>
      <Tabs.List aria-label="More of this experiment">
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ value, panel: Panel }) => (
        <Tabs.Panel key={value} value={value}>
          <Panel report={report} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
