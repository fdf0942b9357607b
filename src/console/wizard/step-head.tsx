import { type ReactElement, useEffect, useRef } from 'react'
import classes from './wizard.module.css'

type Props = { title: string; about: string; focused: boolean }

/** What a step asks. It takes the focus when somebody comes to it from another one. */
export function StepHead({ title, about, focused }: Props): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focused) heading.current?.focus()
  }, [focused])
  return (
    <header>
      <h2 id="step-title" ref={heading} tabIndex={-1} className={classes.title}>
        {title}
      </h2>
      <p className={classes.about}>{about}</p>
    </header>
  )
}
