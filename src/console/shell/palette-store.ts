import { createSpotlight } from '@mantine/spotlight'
import { useSyncExternalStore } from 'react'

let asked = false
const listeners = new Set<() => void>()

/** The palette's own store, and the opener everything else uses. */
export const [paletteStore, palette] = createSpotlight()

/** Opens the palette, loading it first where nobody has needed it yet. */
export function openPalette(): void {
  asked = true
  for (const listener of listeners) listener()
  palette.open()
}

/** Whether the palette was ever asked for. */
export function usePaletteOpened(): boolean {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => asked,
  )
}
