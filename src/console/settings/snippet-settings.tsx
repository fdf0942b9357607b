import { Button, Text } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { SdkSnippets } from '../parts/sdk-snippets.tsx'
import { Section } from './section.tsx'
import { SettingsFrame } from './settings-frame.tsx'
import { useCreateKey } from './use-create-key.tsx'

/** How an app comes to know this project. */
export function SnippetSettings(): ReactElement {
  const project = useProject()
  const isAdmin = useAllowed('admin')
  const create = useCreateKey()
  const [key, setKey] = useState<string>()
  const query = { limit: 1 }
  const flags = useRoute(resources.flags.list, { params: { project }, query })
  const events = useRoute(resources.events.list, { params: { project }, query })
  return (
    <SettingsFrame title="SDK" about="How an app asks for flags and sends events. It never waits for the network.">
      <Section title="Key" about="An app proves itself by a key of one environment.">
        {isAdmin ? (
          <Button onClick={() => void create().then(made => made !== undefined && setKey(made))}>New key</Button>
        ) : (
          <Text>An admin makes one for you, under Keys.</Text>
        )}
        {key !== undefined && (
          <Text c="dimmed" mt="xs">
            The new key stands in the code below until you leave this screen.
          </Text>
        )}
      </Section>
      <Section title="Code" about="With a flag and an event of this project where there are some.">
        <SdkSnippets appKey={key} flag={flags.data?.body.items[0]?.key} event={events.data?.body.items[0]?.key} />
      </Section>
      <Section
        title="Types"
        about="Names and properties of your events as TypeScript, so that the compiler finds mistakes."
      >
        <CodeBlock
          label="command for types"
          code={`npm run -s assay -- codegen \\
  --url ${location.origin} \\
  --project ${project} \\
  --token YOUR_TOKEN`}
        />
      </Section>
    </SettingsFrame>
  )
}
