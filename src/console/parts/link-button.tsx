import { Button, type ButtonProps } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import { linkTo } from '../link-to.ts'

type Props = Pick<ButtonProps, 'variant' | 'size' | 'leftSection'> & {
  /** Where it leads, with what stands behind the question mark. */
  to: string
  children: ReactNode
}

/** A link that looks like a button, for the next thing to do that is a place. */
export function LinkButton({ to, children, ...looks }: Props): ReactElement {
  const address = linkTo(to)
  return (
    <Button {...looks} renderRoot={props => <Link {...props} {...address} />}>
      {children}
    </Button>
  )
}
