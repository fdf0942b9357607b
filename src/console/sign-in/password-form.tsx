import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Session } from '../../contract/member.ts'
import { sessions } from '../../contract/session-routes.ts'
import { call } from '../data/client.ts'
import { keepSession } from '../data/session.ts'
import { EntryFailure } from './entry-failure.tsx'

const lengthMin = 12

/** `short`: the button is as wide as its words, as in forms that have the width of a screen. */
type Props = { session: Session; short?: boolean; onDone: () => void }

/** Sets one's own password, with the current one where the session asks for it, and an e-mail where there is none yet. */
export function PasswordForm({ session, short = false, onDone }: Props): ReactElement {
  const needsEmail = session.member.email === undefined
  const needsCurrent = session.password === 'known'
  const [email, setEmail] = useState('')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailed(undefined)
    try {
      const body = {
        password,
        ...(needsEmail ? { email: email.trim() } : {}),
        ...(needsCurrent ? { current } : {}),
      }
      keepSession((await call(sessions.password, { body })).body)
      onDone()
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={event => void submit(event)}>
      <Stack>
        {failed !== undefined && <EntryFailure error={failed} />}
        {needsEmail && (
          <TextInput
            label="E-mail"
            description="What you sign in with"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={event => setEmail(event.currentTarget.value)}
          />
        )}
        {needsCurrent && (
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={current}
            onChange={event => setCurrent(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label="New password"
          description={`At least ${lengthMin} characters; a few words are better than symbols`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={lengthMin}
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} {...(short ? { style: { alignSelf: 'flex-start' } } : {})}>
          Set the password
        </Button>
      </Stack>
    </form>
  )
}
