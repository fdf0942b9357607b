import { expect, test } from 'vitest'
import { compareVersions, versionOf } from '../../../src/core/evaluate/semver.ts'

// Section 11 of semver.org, with neighbours for every rule named there.
const ascending = [
  '0.9.0',
  '1.0.0-0',
  '1.0.0-1',
  '1.0.0-10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.1',
  '1.9.0',
  '1.10.0',
  '2.0.0',
  '9007199254740993.0.0',
  '9007199254740994.0.0',
]

test('versions are ordered as section 11 of the specification says', () => {
  const versions = ascending.map(text => versionOf(text))
  versions.forEach((a, i) => {
    versions.forEach((b, j) => {
      if (a === undefined || b === undefined) throw new Error(`${ascending[i]} or ${ascending[j]} is not read`)
      expect(Math.sign(compareVersions(a, b)), `${ascending[i]} and ${ascending[j]}`).toBe(Math.sign(i - j))
    })
  })
})

test('what is not a version is refused', () => {
  for (const text of [
    '',
    'v1.0.0',
    '1.0.0.0',
    '01.0.0',
    '1.0.0-',
    '1.0.0-01',
    '1.0-a',
    '1.',
    ' 1.0.0',
    '1.0.0+',
    'x',
  ]) {
    expect(versionOf(text), text).toBeUndefined()
  }
})
