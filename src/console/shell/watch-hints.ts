/** A hint to show: whose it is, what it says, and the element that has the focus where that is why. */
export type Hint = { target: HTMLElement; label: string; focused: HTMLElement | undefined }

const delayMs = 300

/**
 * Listens to the whole page for elements with a hint (see `hint`) and tells which one to show, or none. The pointer
 * waits a moment, the keyboard does not, touch shows none.
 */
export function watchHints(show: (hint: Hint | undefined) => void): { hide: () => void; stop: () => void } {
  let shown: Hint | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined

  // Labels may change under the pointer, as "Copy" does, and what is pointed at may go away.
  const changes = new MutationObserver(() => {
    if (shown === undefined) return
    const label = labelOf(shown.target)
    if (label !== shown.label) tell(label === undefined ? undefined : { ...shown, label })
  })
  const tell = (hint: Hint | undefined) => {
    clearTimeout(waiting)
    if (hint === undefined) changes.disconnect()
    else if (shown === undefined)
      changes.observe(document, { subtree: true, childList: true, attributeFilter: ['data-hint'] })
    if (hint !== shown) show(hint)
    shown = hint
  }
  const begin = (target: HTMLElement, focused?: HTMLElement) => {
    const label = labelOf(target)
    if (label !== undefined) tell({ target, label, focused })
  }

  const stop = new AbortController()
  const on = <Name extends keyof DocumentEventMap>(name: Name, act: (event: DocumentEventMap[Name]) => void) =>
    document.addEventListener(name, act, { capture: true, passive: true, signal: stop.signal })
  on('pointerover', ({ target, pointerType }) => {
    const over = hinted(target)
    if (over === undefined || over === shown?.target || pointerType === 'touch') return
    clearTimeout(waiting)
    waiting = setTimeout(() => begin(over), delayMs)
  })
  on('pointerout', ({ target, relatedTarget }) => {
    const left = hinted(target)
    if (left === undefined || (relatedTarget instanceof Node && left.contains(relatedTarget))) return
    clearTimeout(waiting)
    if (left === shown?.target && shown.focused === undefined) tell(undefined)
  })
  on('focusin', ({ target }) => {
    const reached = hinted(target)
    if (reached !== undefined && target instanceof HTMLElement && target.matches(':focus-visible'))
      begin(reached, target)
  })
  on('focusout', ({ target }) => {
    if (target === shown?.focused) tell(undefined)
  })
  on('keydown', ({ key }) => {
    if (key === 'Escape') tell(undefined)
  })
  // What has the focus takes its hint along; the pointer is over something else then.
  on('scroll', ({ target }) => {
    if (shown?.focused === undefined && target instanceof Node && target.contains(shown?.target ?? null))
      tell(undefined)
  })
  const hide = () => tell(undefined)
  return {
    hide,
    stop: () => {
      hide()
      stop.abort()
    },
  }
}

function hinted(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null) ?? undefined
}

function labelOf(target: HTMLElement): string | undefined {
  return target.isConnected ? target.dataset.hint : undefined
}
