import type { Role } from '../../contract/access.ts'

/** What each role may do, in a few words; each includes reading. */
const abouts: Record<Role, string> = {
  viewer: 'reads everything but rows of events',
  analyst: 'also reads rows, the stream and quarantine; personal values masked',
  editor: 'also changes flags, experiments and the model',
  privacy: 'decides privacy reviews, erases, sees personal values',
  admin: 'does everything: members, keys, environments',
}

/** The roles to choose from, each with what it may do. */
export const roleChoices = (Object.keys(abouts) as Role[]).map(value => ({
  value,
  label: `${value}: ${abouts[value]}`,
}))

/** The same without the words, where there is little room. */
export const roleNames = Object.keys(abouts) as Role[]
