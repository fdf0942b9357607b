import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { openPalette } from './palette-store.ts'
import { usePlaces } from './use-places.ts'

const afterMs = 1200

/** Keyboard shortcuts of every screen: g and a letter go places, / finds the search field, ? shows them all. */
export function useShortcuts(project: string, openSheet: () => void): void {
  const navigate = useNavigate()
  const places = usePlaces()

  const act = useEffectEvent((key: string, afterG: boolean): boolean => {
    if (afterG) {
      const place = places.find(({ letter }) => letter === key)
      if (place) void navigate({ to: place.to(project) })
      return place !== undefined
    }
    if (key === '?') {
      openSheet()
      return true
    }
    if (key === '/') {
      const field = document.querySelector<HTMLInputElement>('main [data-search]')
      if (field) field.focus()
      else openPalette()
      return true
    }
    return false
  })

  useEffect(() => {
    let pressedG = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        openPalette()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const afterG = event.timeStamp - pressedG < afterMs
      pressedG = event.key === 'g' && !afterG ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (act(event.key, afterG)) event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

/** In a field or a dialog, letters are letters. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]') !==
      null
  )
}
