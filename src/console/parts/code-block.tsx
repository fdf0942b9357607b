import { Button, CopyButton } from '@mantine/core'
import type { ReactElement } from 'react'
import classes from './code-block.module.css'

/** A few lines of code to be copied. `label` says what they are, for people who do not see them. */
export function CodeBlock({ code, label }: { code: string; label: string }): ReactElement {
  return (
    <div className={classes.frame}>
      <pre className={classes.code}>{code}</pre>
      <CopyButton value={code} timeout={1500}>
        {({ copied, copy }) => (
          <Button
            className={classes.copy ?? ''}
            size="compact-xs"
            variant="default"
            onClick={copy}
            aria-label={copied ? `Copied ${label}` : `Copy ${label}`}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
