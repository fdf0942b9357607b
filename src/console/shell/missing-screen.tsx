import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { paths } from '../paths.ts'
import { Screen } from './screen.tsx'

/** What an address says that leads nowhere. */
export function MissingScreen(): ReactElement {
  return (
    <Screen title="There is no such page">
      <Text>
        The link may be mistyped, or from another version.{' '}
        <Anchor component={Link} to={paths.chooser()}>
          Go home
        </Anchor>{' '}
        and look from there.
      </Text>
    </Screen>
  )
}
