import { CopyButton, UnstyledButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { hint } from './hint.ts'
import classes from './key-text.module.css'

/** A key, an id or a command as it is typed, with a press to copy it. */
export function KeyText({ children, copies = true }: { children: string; copies?: boolean }): ReactElement {
  if (!copies) return <code className={classes.key}>{children}</code>
  return (
    <CopyButton value={children} timeout={1500}>
      {({ copied, copy }) => (
        <UnstyledButton
          {...hint(copied ? 'Copied' : 'Copy')}
          className={classes.copy}
          onClick={copy}
          aria-label={`Copy ${children}`}
        >
          <code className={classes.key}>{children}</code>
          {copied ? <IconCheck size={12} aria-hidden /> : <IconCopy size={12} aria-hidden />}
        </UnstyledButton>
      )}
    </CopyButton>
  )
}
