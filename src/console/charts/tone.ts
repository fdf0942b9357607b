/** What a line or bar stands for, by its colour. Control is grey: it is what everything else is compared with. */
export type Tone = 'accent' | 'control' | 'ok' | 'warning' | 'failing' | 'second' | 'third' | 'fourth'

const colours: Record<Tone, string> = {
  accent: 'var(--accent)',
  control: 'var(--text-soft)',
  ok: 'var(--ok)',
  warning: 'var(--warning)',
  failing: 'var(--failing)',
  second: 'light-dark(#b3541e, #eaa06f)',
  third: 'light-dark(#0f6e78, #63c5cf)',
  fourth: 'light-dark(#93368f, #dd95da)',
}
const order: Tone[] = ['accent', 'second', 'third', 'fourth', 'ok', 'warning']

export function toneColour(tone: Tone): string {
  return colours[tone]
}

/** The tone of the n-th series that has none of its own. */
export function toneOf(place: number): Tone {
  return order[place % order.length] ?? 'accent'
}
