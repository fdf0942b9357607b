/** A version: three numbers in digits, however long, and the identifiers of a pre-release. */
export type Version = { numbers: readonly [string, string, string]; prerelease: readonly string[] }

const whole = '(0|[1-9][0-9]*)'
const identifier = '(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)'
const complete = new RegExp(
  `^${whole}\\.${whole}\\.${whole}(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
)
const partial = new RegExp(`^${whole}(?:\\.${whole})?$`)
const digits = /^[0-9]+$/

/** A value as a Semantic Versioning 2.0.0 version; `1` and `1.2` are padded with zeros, a leading `v` is refused. */
export function versionOf(value: unknown): Version | undefined {
  if (typeof value !== 'string') return undefined
  const parts = complete.exec(value) ?? partial.exec(value)
  if (parts === null) return undefined
  const [, major = '0', minor = '0', patch = '0', prerelease] = parts
  return { numbers: [major, minor, patch], prerelease: prerelease === undefined ? [] : prerelease.split('.') }
}

/** Text that two versions share exactly when neither precedes the other; build metadata plays no part. */
export function versionText({ numbers, prerelease }: Version): string {
  return `${numbers.join('.')}-${prerelease.join('.')}`
}

/** Below 0 when `a` precedes `b`, above 0 when it follows, 0 otherwise: section 11 of the specification. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < 3; i++) {
    const order = compareDigits(a.numbers[i] ?? '0', b.numbers[i] ?? '0')
    if (order !== 0) return order
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length
  for (let i = 0; i < a.prerelease.length && i < b.prerelease.length; i++) {
    const order = compareIdentifiers(a.prerelease[i] ?? '', b.prerelease[i] ?? '')
    if (order !== 0) return order
  }
  return a.prerelease.length - b.prerelease.length
}

// Without leading zeros more digits are a bigger number, so nothing is lost beyond 2^53.
function compareDigits(a: string, b: string): number {
  return a.length === b.length ? compareText(a, b) : a.length - b.length
}

function compareIdentifiers(a: string, b: string): number {
  const numeric = digits.test(a)
  if (numeric !== digits.test(b)) return numeric ? -1 : 1
  return numeric ? compareDigits(a, b) : compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
