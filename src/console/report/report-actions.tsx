import { Button, Menu, Select } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Report } from '../../contract/report.ts'
import { useAllowed } from '../data/session.ts'
import { saveFile } from '../parts/save-file.ts'
import { reportCsv } from './report-file.ts'
import { useDecide } from './use-decide.tsx'

/** What can be done with a report: another phase, a copy, paper, and the decision. */
export function ReportActions({ report, phases }: { report: Report; phases: number }): ReactElement {
  const navigate = useNavigate()
  const decide = useDecide(report)
  const mayDecide = useAllowed('editor') && report.decision === undefined && report.status !== 'draft'
  const name = `${report.experiment}-phase-${report.phase}-${report.until.slice(0, 10)}`
  return (
    <>
      {phases > 1 && (
        <Select
          aria-label="Phase"
          w={110}
          allowDeselect={false}
          value={String(report.phase)}
          data={Array.from({ length: phases }, (_, place) => ({
            value: String(place + 1),
            label: `Phase ${place + 1}`,
          }))}
          onChange={phase => void navigate({ to: '.', search: (before: object) => ({ ...before, phase }) as never })}
        />
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={15} />}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => saveFile(`${name}.csv`, 'text/csv', reportCsv(report))}>
            CSV, a row per number
          </Menu.Item>
          <Menu.Item
            onClick={() => saveFile(`${name}.json`, 'application/json', `${JSON.stringify(report, null, 2)}\n`)}
          >
            JSON, everything there is
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={<IconPrinter size={15} />} onClick={() => window.print()}>
        Print
      </Button>
      {mayDecide && <Button onClick={() => void decide()}>Decide…</Button>}
    </>
  )
}
