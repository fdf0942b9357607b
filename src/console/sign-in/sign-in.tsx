import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactElement, useState } from 'react'
import { sessions } from '../../contract/session-routes.ts'
import { call } from '../data/client.ts'
import { keepSession } from '../data/session.ts'
import { routeQuery } from '../data/use-route.ts'
import { linkTo } from '../link-to.ts'
import { Entry } from './entry.tsx'
import { EntryFailure } from './entry-failure.tsx'
import { nextPath } from './next.ts'
import { providerProblem } from './provider-problem.ts'
import { signInRoute } from './routes.tsx'

/** Sign in with e-mail and password, or through the identity provider of the house. */
export function SignIn(): ReactElement {
  const { next, problem } = signInRoute.useSearch()
  const navigate = useNavigate()
  const ways = useQuery(routeQuery(sessions.ways, {}))
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailed(undefined)
    try {
      keepSession((await call(sessions.begin, { body: { email: email.trim(), password } })).body)
      await navigate({ ...linkTo(nextPath(next)), replace: true })
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }

  const oidc = ways.data?.body.oidc
  return (
    <Entry title="Sign in to Assay">
      <Stack>
        {problem !== undefined && failed === undefined && (
          <Alert color="red" variant="light" role="alert">
            {providerProblem(problem)}
          </Alert>
        )}
        {failed !== undefined && <EntryFailure error={failed} />}
        {ways.error !== null && failed === undefined && <EntryFailure error={ways.error} />}
        {oidc && (
          <>
            <Button component="a" href={`${oidc.path}?${new URLSearchParams({ next: nextPath(next) })}`}>
              {oidc.label}
            </Button>
            <Divider label="or" />
          </>
        )}
        <form onSubmit={event => void submit(event)}>
          <Stack>
            <TextInput
              label="E-mail"
              type="email"
              name="email"
              autoComplete="username"
              required
              withAsterisk={false}
              data-autofocus
              autoFocus
              value={email}
              onChange={event => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={event => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy} variant={oidc ? 'default' : 'filled'}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Stack>
    </Entry>
  )
}
