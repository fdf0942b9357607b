import { Button, Stack, Switch, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { sessions } from '../../contract/session-routes.ts'
import { selfProject } from '../../core/model/self-project.ts'
import { call } from '../data/client.ts'
import { allowObserving, mayObserve } from '../data/observe.ts'
import { forgetSession, useSession } from '../data/session.ts'
import { exactText } from '../parts/ago-text.ts'
import { paths } from '../paths.ts'
import { sayDone, sayFailure } from '../shell/say.tsx'
import { PasswordForm } from '../sign-in/password-form.tsx'
import { Section } from './section.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** Oneself: who one is here, the password, the session, and what this browser tells. */
export function AccountSettings(): ReactElement {
  const session = useSession()
  const navigate = useNavigate()
  const [observed, setObserved] = useState(mayObserve())
  const { name, email, role, project } = session.member
  const signOut = async () => {
    try {
      await call(sessions.end, {})
      forgetSession()
      await navigate({ to: paths.signIn() })
    } catch (error) {
      sayFailure(error)
    }
  }
  return (
    <SettingsFrame title="Account" about="You, as Assay knows you.">
      <Section title="You" about="Name, e-mail and role are changed by an admin, under Members.">
        <Stack gap={4}>
          <Text fw={500}>{name}</Text>
          <Text>{email ?? 'No e-mail yet: set one together with a password.'}</Text>
          <Text c="dimmed">
            {role} in {project ?? 'every project'}
          </Text>
        </Stack>
      </Section>
      <Section
        title="Password"
        about={
          session.password === 'none'
            ? 'You have none yet. With one you can come back without a link.'
            : 'Setting a new one ends every other session of yours.'
        }
      >
        <PasswordForm
          key={session.csrf}
          session={session}
          short
          onDone={() => sayDone('Your password is set; other sessions ended')}
        />
      </Section>
      <Section title="Session" about="Set a new password to end the sessions of other browsers as well.">
        <Stack align="flex-start">
          <Text>Unless you go on using it, this one ends {exactText(session.expiresAt)}.</Text>
          <Button variant="default" onClick={() => void signOut()}>
            Sign out
          </Button>
        </Stack>
      </Section>
      <Section title="Self-observation" about="Assay counts how its own console is used, on your own server.">
        <Stack>
          <Switch
            label="Count how this browser uses the console"
            checked={observed}
            onChange={event => {
              const allowed = event.currentTarget.checked
              allowObserving(allowed)
              setObserved(allowed)
            }}
          />
          <Text c="dimmed">
            Which screens, which steps of the experiment wizard, and errors by name. Never names, texts, addresses or
            who you are. The events go to the project {selfProject} of this server and nowhere else; whoever runs it can
            switch them off for everybody with ASSAY_SELF_OBSERVATION=false.
          </Text>
        </Stack>
      </Section>
    </SettingsFrame>
  )
}
