import { Anchor, Button, Stack, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { Session } from '../../contract/member.ts'
import { sessions } from '../../contract/session-routes.ts'
import { call } from '../data/client.ts'
import { keepSession } from '../data/session.ts'
import { linkTo } from '../link-to.ts'
import { paths } from '../paths.ts'
import { Entry } from './entry.tsx'
import { EntryFailure } from './entry-failure.tsx'
import { nextPath } from './next.ts'
import { PasswordForm } from './password-form.tsx'
import { welcomeRoute } from './routes.tsx'

/**
 * Where a one-time link leads. Previews of links open pages too, so only the button spends the code; then whoever has
 * no password yet is offered to choose one.
 */
export function Welcome(): ReactElement {
  const { code, next } = welcomeRoute.useSearch()
  const navigate = useNavigate()
  const [session, setSession] = useState<Session>()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const go = () => void navigate({ ...linkTo(nextPath(next)), replace: true })

  const redeem = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const { body } = await call(sessions.redeem, { body: { code: code ?? '' } })
      keepSession(body)
      // A link to a place is about that place; a password can be set later, in the account.
      if (next !== undefined || body.password === 'known') go()
      else setSession(body)
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }

  if (session !== undefined)
    return (
      <Entry
        title={`Welcome, ${session.member.name}`}
        about="Choose a password, so that you can come back without a link."
      >
        <PasswordForm session={session} onDone={go} />
        <Button variant="subtle" color="gray" fullWidth mt="xs" onClick={go}>
          Not now
        </Button>
      </Entry>
    )
  return (
    <Entry title="Welcome to Assay" about="This link signs you in once.">
      <Stack>
        {failed !== undefined && <EntryFailure error={failed} />}
        {code === undefined ? (
          <Text>The link is incomplete: its code is missing. Copy it again, to its very end.</Text>
        ) : (
          <Button onClick={() => void redeem()} loading={busy} autoFocus>
            Sign in
          </Button>
        )}
        <Anchor component={Link} to={paths.signIn()} ta="center">
          Sign in with a password instead
        </Anchor>
      </Stack>
    </Entry>
  )
}
