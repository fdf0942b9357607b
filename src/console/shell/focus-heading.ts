/** Moves the focus to the heading of the screen just opened, so that it is read; a field that asked for the focus keeps it. */
export function focusHeading(): void {
  const { activeElement } = document
  const taken = activeElement !== null && activeElement.closest('main, [role="dialog"]') !== null
  if (taken) return
  const heading = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
  heading?.focus({ preventScroll: true })
}
