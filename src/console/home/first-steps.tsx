import { Button, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, type ReactNode, useState } from 'react'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { linkTo } from '../link-to.ts'
import { SdkSnippets } from '../parts/sdk-snippets.tsx'
import { paths } from '../paths.ts'
import { useCreateKey } from '../settings/use-create-key.tsx'
import classes from './first-steps.module.css'

/** What a new project has already. */
export type Begun = { flags: boolean; events: boolean }

/** Three steps from nothing to the first experiment. */
export function FirstSteps({ begun }: { begun: Begun }): ReactElement {
  const project = useProject()
  const isAdmin = useAllowed('admin')
  const mayChange = useAllowed('editor')
  const create = useCreateKey()
  const [key, setKey] = useState<string>()
  const to = (address: string) => linkTo(address) as { to: string }
  return (
    <ol className={classes.steps}>
      <Step number={1} title="Connect an app" done={key !== undefined}>
        <Text mb="sm">
          An app gets flags and sends events with a key. {isAdmin ? '' : 'An admin makes one under Settings, Keys.'}
        </Text>
        {isAdmin && (
          <Button mb="sm" onClick={() => void create().then(made => made !== undefined && setKey(made))}>
            Make a key
          </Button>
        )}
        <SdkSnippets appKey={key} />
      </Step>
      <Step number={2} title="Say what is measured" done={begun.events}>
        <Text mb="sm">
          Define the event that tells what you want to know, such as a purchase. What is not defined is kept aside,
          never lost: you find it in the quarantine.
        </Text>
        <Button component={Link} to={paths.newEvent(project)} variant="default" disabled={!mayChange}>
          Define the first event
        </Button>
      </Step>
      <Step number={3} title="Decide who gets what" done={begun.flags}>
        <Text mb="sm">A flag switches something on for some; an experiment tells whether it was worth it.</Text>
        <Button
          component={Link}
          {...to(`${paths.flags(project)}?create=yes`)}
          variant="default"
          mr="xs"
          disabled={!mayChange}
        >
          Create a flag
        </Button>
        <Button component={Link} to={paths.newExperiment(project)} variant="default" disabled={!mayChange}>
          Set up an experiment
        </Button>
      </Step>
    </ol>
  )
}

function Step({
  number,
  title,
  done,
  children,
}: {
  number: number
  title: string
  done: boolean
  children: ReactNode
}): ReactElement {
  return (
    <li className={classes.step}>
      <span className={classes.number} data-done={done} aria-hidden>
        {done ? '✓' : number}
      </span>
      <div className={classes.body}>
        <Title order={2} mb={4}>
          {title}
          {done && <span className={classes.done}> (done)</span>}
        </Title>
        {children}
      </div>
    </li>
  )
}
