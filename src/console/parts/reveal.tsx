import { Alert, Button, CopyButton, Group, Stack, TextInput } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { ask } from './ask.tsx'

type Secret = { title: string; secret: string; label: string; about?: ReactNode }

/** Shows a secret that nobody can show again; resolves when it was put away. */
export async function reveal(secret: Secret): Promise<void> {
  await ask<true>(secret.title, done => <Revealed {...secret} onDone={() => done(true)} />)
}

function Revealed({ secret, label, about, onDone }: Secret & { onDone: () => void }): ReactElement {
  return (
    <Stack>
      <Alert variant="light" color="yellow">
        {about ?? 'It is not shown again. Keep it where secrets are kept.'}
      </Alert>
      <TextInput
        label={label}
        value={secret}
        readOnly
        data-autofocus
        onFocus={event => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
      />
      <Group justify="flex-end">
        <CopyButton value={secret}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          I have kept it
        </Button>
      </Group>
    </Stack>
  )
}
