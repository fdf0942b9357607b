import type { Model, ModelNoun } from '../../contract/model.ts'
import type { NearDuplicate } from '../../contract/model-plan.ts'
import { canonicalJson } from './canonical.ts'
import { nameDistance } from './name-distance.ts'

/** Names this much alike, as a share of the longer one, may be one name misspelt. */
const distanceMax = 0.2
/** A word this much unlike another, as a share of the longer one, is another word. */
const wordDistanceMax = 0.4

/** What is new in a model and may be meant to be what is there: names that are hardly different, and other names for the same. */
export function nearDuplicatesIn(model: Model, added: Readonly<Record<ModelNoun, readonly string[]>>): NearDuplicate[] {
  return [
    ...alike('events', model.events, added.events, () => undefined),
    ...alike('dimensions', model.dimensions, added.dimensions, ({ source }) => ({
      of: source,
      why: 'the same source',
    })),
    ...alike('metrics', model.metrics, added.metrics, ({ formula }) => ({
      of: canonicalJson(formula),
      why: 'the same formula',
    })),
  ]
}

function alike<D>(
  noun: ModelNoun,
  all: Readonly<Record<string, D>>,
  added: readonly string[],
  meaningOf: (definition: D) => { of: string; why: string } | undefined,
): NearDuplicate[] {
  const known = new Map(
    Object.entries(all).map(([key, definition]) => [key, { name: nameOf(key), meaning: meaningOf(definition) }]),
  )
  const settled = new Map(known)
  for (const key of added) settled.delete(key)
  return added.flatMap(key => {
    const mine = known.get(key)
    if (mine === undefined) return []
    const found: NearDuplicate[] = []
    for (const [like, theirs] of settled) {
      const same = mine.meaning !== undefined && mine.meaning.of === theirs.meaning?.of
      const why = same ? mine.meaning?.why : likenessOf(mine.name, theirs.name)
      if (why !== undefined) found.push({ noun, key, like, why })
    }
    settled.set(key, mine)
    return found
  })
}

/** In which way two names are hardly different, if they are. Names that differ in numbers only, as versions do, are meant to. */
export function nameLikeness(one: string, other: string): string | undefined {
  return likenessOf(nameOf(one), nameOf(other))
}

/** A name taken apart once, since every new name is compared with all there are. */
type Name = {
  words: string[]
  plain: string
  unnumbered: string
  singular: string
  sorted: string
  letters: Uint8Array
}

function nameOf(key: string): Name {
  const words = key.toLowerCase().split(/[._-]+/)
  const singular = words.map(singularOf)
  const unnumbered = words.map(word => word.replace(/^v?\d+$|\d+$/, '')).filter(word => word !== '')
  const plain = words.join('')
  return {
    words,
    plain,
    unnumbered: unnumbered.join(),
    singular: singular.join(),
    sorted: singular.toSorted().join(),
    letters: lettersIn(plain),
  }
}

function likenessOf(one: Name, other: Name): string | undefined {
  if (one.singular === other.singular && one.plain === other.plain) return 'the same words'
  if (one.unnumbered === other.unnumbered) return undefined
  if (one.singular === other.singular) return 'the singular and the plural of the same words'
  if (one.sorted === other.sorted) return 'the same words in another order'
  const most = distanceMax * Math.max(one.plain.length, other.plain.length)
  if (leastDistance(one.letters, other.letters) > most) return undefined
  const distance = nameDistance(one.plain, other.plain)
  if (distance === 0) return 'the same words, divided otherwise'
  if (distance > most) return undefined
  // One word in the place of another is another name, however long the rest is.
  const paired = one.words.length === other.words.length
  if (paired && one.words.some((word, place) => isOtherWord(word, other.words[place] ?? ''))) return undefined
  return `the names differ in ${distance} letter${distance === 1 ? '' : 's'}`
}

function isOtherWord(one: string, other: string): boolean {
  return nameDistance(one, other) > wordDistanceMax * Math.max(one.length, other.length)
}

/** How often each letter and digit occurs. */
function lettersIn(text: string): Uint8Array {
  const counts = new Uint8Array(36)
  for (const letter of text) {
    const place = Number.parseInt(letter, 36)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

/** Names with other letters in them are at least this far apart; far quicker to say than how far. */
function leastDistance(one: Uint8Array, other: Uint8Array): number {
  let [more, less] = [0, 0]
  for (let place = 0; place < one.length; place++) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0)
    if (difference > 0) more += difference
    else less -= difference
  }
  return Math.max(more, less)
}

function singularOf(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  return word.endsWith('s') && !word.endsWith('ss') && word.length > 3 ? word.slice(0, -1) : word
}
