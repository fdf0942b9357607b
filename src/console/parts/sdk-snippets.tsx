import { SegmentedControl, Stack, Text } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { CodeBlock } from './code-block.tsx'
import { type Filled, snippets } from './sdk-snippet.ts'

/** How an app asks for a flag and sends an event, in the language it is written in. */
export function SdkSnippets(filled: Omit<Filled, 'url'>): ReactElement {
  const [language, setLanguage] = useState('browser')
  const shown = snippets.find(snippet => snippet.language === language)
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Language"
        style={{ alignSelf: 'start' }}
        data={snippets.map(({ language: value, label }) => ({ value, label }))}
        value={language}
        onChange={setLanguage}
      />
      {shown !== undefined && (
        <>
          <Text c="dimmed">{shown.about}</Text>
          <CodeBlock label={`${shown.label} code`} code={shown.code({ url: location.origin, ...filled })} />
        </>
      )}
    </Stack>
  )
}
