import type { Case, User } from './evaluate-case.ts'

type Details = { value: boolean; variant: string; reason: string }

/** What the work costs when it is written by hand for this case alone: closures over known fields, ASCII ids, no checks. */
export function floorOf(
  { flags }: Case,
  kind: 'bare' | 'details' | 'exposures',
): (flag: string, user: User) => boolean {
  const compiled = new Map(
    flags.map(({ key, rules }) => {
      const tests = rules.map(({ above, countries }) => {
        const older = (user: User) => user.age > above
        const from = (user: User) => countries.includes(user.country)
        return (user: User) => older(user) && from(user)
      })
      return [key, { tests, hash: asciiHasher(`${key}.1`), seen: new Set<string>() }]
    }),
  )

  function variantOf(key: string, user: User): boolean {
    const flag = compiled.get(key)
    if (flag === undefined) return false
    for (let i = 0; i < flag.tests.length; i++) {
      if (flag.tests[i]?.(user) === true) return i === flag.tests.length - 1 && flag.hash(user.id) < 2 ** 31
    }
    return false
  }

  function details(key: string, user: User): Details {
    const value = variantOf(key, user)
    return { value, variant: value ? 'on' : 'off', reason: 'SPLIT' }
  }

  if (kind === 'bare') return variantOf
  if (kind === 'details') return (key, user) => details(key, user).value
  return (key, user) => {
    const seen = compiled.get(key)?.seen
    if (seen !== undefined && !seen.has(user.id)) seen.add(user.id)
    return details(key, user).value
  }
}

function asciiHasher(salt: string): (id: string) => number {
  const absorbed = { h: 0, k: 0, shift: 0, length: 0 }
  for (const byte of new TextEncoder().encode(`${salt}.`)) {
    absorbed.k |= byte << absorbed.shift
    absorbed.shift += 8
    absorbed.length++
    if (absorbed.shift < 32) continue
    absorbed.h = mix(absorbed.h, absorbed.k)
    absorbed.k = absorbed.shift = 0
  }
  return id => {
    let { h, k, shift } = absorbed
    for (let i = 0; i < id.length; i++) {
      k |= id.charCodeAt(i) << shift
      shift += 8
      if (shift < 32) continue
      h = mix(h, k)
      k = shift = 0
    }
    h ^= scramble(k) ^ (absorbed.length + id.length)
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    return (h ^ (h >>> 16)) >>> 0
  }
}

function mix(h: number, k: number): number {
  const x = h ^ scramble(k)
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0
}

function scramble(k: number): number {
  const x = Math.imul(k, 0xcc9e2d51)
  return Math.imul((x << 15) | (x >>> 17), 0x1b873593)
}
