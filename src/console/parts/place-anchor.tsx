import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import { linkTo } from '../link-to.ts'

/** A link in a text to an address of the console, its query included. */
export function PlaceAnchor({
  address,
  children,
  ...look
}: AnchorProps & { address: string; children: ReactNode }): ReactElement {
  return (
    <Anchor {...look} renderRoot={given => <Link {...given} {...linkTo(address)} />}>
      {children}
    </Anchor>
  )
}

/** The same in the shape of a button. */
export function PlaceButton({
  address,
  children,
  ...look
}: ButtonProps & { address: string; children: ReactNode }): ReactElement {
  return (
    <Button {...look} renderRoot={given => <Link {...given} {...linkTo(address)} />}>
      {children}
    </Button>
  )
}
