import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import { model, proposals } from '../../contract/model-routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import { saveFile } from '../parts/save-file.ts'
import { sayFailure } from '../shell/say.tsx'

const formats = [
  { format: 'ts', label: 'TypeScript', type: 'text/typescript' },
  { format: 'yaml', label: 'YAML', type: 'application/yaml' },
  { format: 'json', label: 'JSON', type: 'application/json' },
] as const

/** Saves the model as a file that “assay push” takes; with a proposal, as it would be with that applied. */
export function ExportMenu({ proposal }: { proposal?: string }): ReactElement {
  const project = useProject()
  const [busy, setBusy] = useState(false)
  const save = async ({ format, type }: (typeof formats)[number]) => {
    setBusy(true)
    try {
      const query = { format }
      const { body } =
        proposal === undefined
          ? await call(model.export, { params: { project }, query })
          : await call(proposals.export, { params: { project, key: proposal }, query })
      saveFile(body.file, type, body.text)
    } catch (error) {
      sayFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" loading={busy} leftSection={<IconDownload size={15} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{proposal === undefined ? 'The model as a file' : 'The model with this applied'}</Menu.Label>
        {formats.map(one => (
          <Menu.Item key={one.format} onClick={() => void save(one)}>
            {one.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
