import { Code, Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Failure } from '../data/failure.ts'

/** What a failure means beneath its title: detail, each thing to correct, what to do, and the request id. */
export function FailureText({ failure }: { failure: Failure }): ReactElement {
  const { detail, errors, hint, requestId } = failure
  return (
    <Stack gap={4}>
      {detail !== undefined && <Text size="sm">{sentence(detail)}</Text>}
      {errors.map(({ path, message }) => (
        <Text size="sm" key={`${path} ${message}`}>
          {path !== '' && <Code>{path}</Code>} {message}
        </Text>
      ))}
      <Text size="sm">{hint}</Text>
      {requestId !== undefined && (
        <Text size="xs" c="dimmed">
          Request <Code>{requestId}</Code>
        </Text>
      )}
    </Stack>
  )
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}
