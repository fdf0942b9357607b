import { Button } from '@mantine/core'
import { IconPower } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { DefinitionActions } from '../parts/definition-actions.tsx'
import type { KeptFlag } from './draft-flag.ts'

type Props = {
  flag: KeptFlag
  environment: string
  mayChange: boolean
  onSwitch: (on: boolean) => void
  onHistory: () => void
  onArchive: () => void
  onBringBack: () => void
}

/** What can be done with the whole flag; the kill switch is always in sight. */
export function FlagActions({ flag, environment, onSwitch, ...acts }: Props): ReactElement {
  const on = flag.environments[environment]?.on === true
  return (
    <DefinitionActions archived={flag.meta.status === 'archived'} {...acts}>
      <Button
        variant="default"
        leftSection={<IconPower size={15} />}
        {...(on ? { c: 'var(--failing)' } : {})}
        onClick={() => onSwitch(!on)}
      >
        Switch {on ? 'off' : 'on'} in {environment}
      </Button>
    </DefinitionActions>
  )
}
