// Writes conditions.v1.json: what every operator says of a missing, null, wrong, right and different value, plain and
// negated. The answers are written down here by the rules of evaluation; no evaluator is involved.
import { writeFileSync } from 'node:fs'

type Case = {
  condition: object
  right: unknown[]
  different: unknown[]
  wrong: unknown[]
  type?: string
  note?: string
}

const nothingElse = [true, {}, [[]]]
const operators: Case[] = [
  { condition: { op: 'equals', value: 'DE' }, right: ['DE', ['AT', 'DE']], different: ['de', 'DE ', '', [], ['AT'], 5], wrong: [true, {}, 1.5] },
  { condition: { op: 'equals', value: 'DE', caseInsensitive: true }, right: ['de', 'De'], different: ['d'], wrong: [false, {}] },
  { condition: { op: 'equals', value: '94107' }, right: ['94107', 94107], different: [94108], wrong: [94107.5, true], type: 'string', note: 'whole numbers are text in digits' },
  { condition: { op: 'equals', value: 5 }, right: [5, '5', ' 5.0 ', '5e0', [1, 5]], different: [6, '6'], wrong: [true, '', ' ', 'five', '0x5', {}] },
  { condition: { op: 'equals', value: '5' }, right: [5, '5.0'], different: ['6'], wrong: ['', 'five', true], type: 'number', note: 'equality is by the declared type' },
  { condition: { op: 'equals', value: true }, right: [true, [false, true]], different: [false], wrong: ['true', 1, 0, ''], type: 'boolean' },
  { condition: { op: 'equals', value: '2026-11-23' }, right: ['2026-11-23T00:00:00Z', '2026-11-23T01:00:00+01:00', 1795392000000], different: ['2026-11-24'], wrong: ['yesterday', '2026-02-30', '', true], type: 'date' },
  { condition: { op: 'equals', value: '1.2' }, right: ['1.2.0', '1.2', '1.2.0+build.5'], different: ['1.2.1', '1.2.0-rc.1'], wrong: ['v1.2.0', '1.2.0.0', '01.2', '', 1.2], type: 'semver' },
  { condition: { op: 'one-of', values: ['DE', 'AT'] }, right: ['AT', ['FR', 'AT']], different: ['FR', 'at', []], wrong: [true, {}] },
  { condition: { op: 'one-of', values: ['DE', 'AT'], caseInsensitive: true }, right: ['at'], different: ['fr'], wrong: [true, {}] },
  { condition: { op: 'one-of', values: ['a', 5] }, right: ['a', 5, '5'], different: ['b', 6], wrong: [true, {}], note: 'without a declared type every literal stands for its own' },
  { condition: { op: 'contains', value: 'foo' }, right: ['a foo b', 'foo', ['x', 'foo']], different: ['FOO', 'fo', ''], wrong: nothingElse },
  { condition: { op: 'contains', value: 'foo', caseInsensitive: true }, right: ['A FOO B'], different: ['fo'], wrong: nothingElse },
  { condition: { op: 'contains', value: '23' }, right: [12345, '123'], different: [45], wrong: [23.5, ...nothingElse] },
  { condition: { op: 'starts-with', value: 'foo' }, right: ['foobar'], different: ['a foo', 'Foobar', ''], wrong: nothingElse },
  { condition: { op: 'starts-with', value: 'foo', caseInsensitive: true }, right: ['FOObar'], different: ['a foo'], wrong: nothingElse },
  { condition: { op: 'ends-with', value: 'foo' }, right: ['a foo'], different: ['foobar', 'a FOO', ''], wrong: nothingElse },
  { condition: { op: 'ends-with', value: 'foo', caseInsensitive: true }, right: ['a FOO'], different: ['foobar'], wrong: nothingElse },
  { condition: { op: 'matches', value: '^[a-z]+@example\\.com$' }, right: ['a@example.com', ['b', 'a@example.com']], different: ['A@example.com', 'a@example_com', ''], wrong: nothingElse },
  { condition: { op: 'matches', value: '^[a-z]+$', caseInsensitive: true }, right: ['ABC'], different: ['a1'], wrong: nothingElse },
  { condition: { op: 'matches', value: '(' }, right: [], different: [], wrong: ['(', ''], note: 'a pattern that cannot be read' },
  { condition: { op: 'matches', value: '(a)\\1' }, right: [], different: [], wrong: ['aa'], note: 'no backreferences' },
  { condition: { op: '<', value: 65 }, right: [64.9, '64', -1, [99, 1]], different: [65, 66, '65', []], wrong: [true, false, '', ' ', 'abc', '1_0', {}] },
  { condition: { op: '<=', value: 65 }, right: [64, 65, '65'], different: [65.1], wrong: [true, '', {}] },
  { condition: { op: '>', value: 65 }, right: [66, '66', ' 66 ', '6.6e1'], different: [65, 64, '-66'], wrong: [true, '', 'Infinity', 'NaN', '1e999', '0x42', {}] },
  { condition: { op: '>=', value: 65 }, right: [66, 65], different: [64], wrong: [true, '', {}] },
  { condition: { op: 'between', low: 18, high: 65 }, right: [18, 65, 40, '18'], different: [17.9, 65.1], wrong: [true, '', {}] },
  { condition: { op: 'before', value: '2026-11-23T10:00:00Z' }, right: ['2026-11-23', '2026-11-23T10:59:59+01:00', '2026-11-23T09:59:59', 0], different: ['2026-11-23T10:00:00Z', '2027-01-01'], wrong: ['23.11.2026', '2026-13-01', '2026-02-29', '2026-11-23T24:00:00Z', '0', '', true, {}] },
  { condition: { op: 'before', value: 'soon' }, right: [], different: [], wrong: ['2026-11-23', 0], note: 'a date that cannot be read' },
  { condition: { op: 'after', value: 1795392000000 }, right: ['2026-11-23T00:00:00.001Z', 1795392000001, '2028-02-29'], different: ['2026-11-23', 1795392000000], wrong: ['now', true, {}] },
  { condition: { op: 'semver=', value: '1.2.0' }, right: ['1.2.0', '1.2', '1.2.0+x'], different: ['1.2.1', '1', '1.2.0-a'], wrong: ['v1.2.0', '1.02.0', '', 1.2, true] },
  { condition: { op: 'semver<', value: '1.10.0' }, right: ['1.9.9', '1.10.0-rc.1', '1'], different: ['1.10.0', '2'], wrong: ['x', 1, {}] },
  { condition: { op: 'semver<=', value: '1.10' }, right: ['1.10.0', '1.9'], different: ['1.10.1'], wrong: ['1.x', true] },
  { condition: { op: 'semver>', value: '1.0.0-alpha.1' }, right: ['1.0.0-alpha.2', '1.0.0-alpha.beta', '1.0.0-alpha.1.0', '1.0.0', '99999999999999999999.0.0'], different: ['1.0.0-alpha', '1.0.0-alpha.1', '0.9'], wrong: ['1.0.0-01', '1.0-alpha', true] },
  { condition: { op: 'semver>=', value: '2.0.0' }, right: ['2', '2.0.0', '10.0.0'], different: ['2.0.0-rc.1', '1.99'], wrong: ['V2', '', 2] },
  { condition: { op: 'semver>', value: 'v1' }, right: [], different: [], wrong: ['2.0.0'], note: 'a version that cannot be read' },
  { condition: { op: 'in-list', list: 'ids' }, right: ['u1', 42, '42', ['x', 'u1']], different: ['u2', 'U1', '', []], wrong: [true, {}, 42.5] },
]

const attribute = 'x'
const vectors: object[] = []

function add(condition: object, context: object, matches: boolean, explanation: string, type?: string): void {
  vectors.push({ explanation, condition, ...(type === undefined ? {} : { attributes: { [attribute]: type } }), context, matches })
}

for (const { condition, right, different, wrong, type, note } of operators) {
  const plain = { attribute, ...condition }
  const negations = [
    { ...plain, negate: true },
    { not: plain },
  ]
  const because = note === undefined ? '' : ` (${note})`
  for (const context of [{}, { [attribute]: null }]) {
    add(plain, context, false, `a missing or null attribute is false${because}`, type)
    for (const negated of negations) add(negated, context, false, `a missing or null attribute is false, also when negated${because}`, type)
    add({ ...plain, onMissing: 'match' }, context, true, 'onMissing: match', type)
    add({ ...plain, negate: true, onMissing: 'match' }, context, true, 'onMissing: match, the negation included', type)
    add({ not: { ...plain, onMissing: 'match' } }, context, false, 'onMissing makes the comparison true, so `not` makes it false', type)
  }
  const groups = [
    { values: right, matches: true, why: 'it matches' },
    { values: different, matches: false, why: 'it differs' },
    { values: wrong, matches: false, why: 'what cannot be compared is false before any negation' },
  ]
  for (const { values, matches, why } of groups) {
    for (const value of values) {
      add(plain, { [attribute]: value }, matches, why + because, type)
      for (const negated of negations) add(negated, { [attribute]: value }, !matches, `${why}, turned round${because}`, type)
    }
  }
}

const exists = { attribute, op: 'exists' }
for (const context of [{}, { x: null }]) {
  add(exists, context, false, 'missing and null do not exist')
  add({ ...exists, negate: true }, context, true, 'not exists is explicit, so missing and null are true')
  add({ not: exists }, context, true, 'not exists is explicit, so missing and null are true')
}
for (const value of ['', 0, false, [], {}]) {
  add(exists, { x: value }, true, 'anything but null exists')
  add({ ...exists, negate: true }, { x: value }, false, 'anything but null exists')
}

const known = { attribute: 'known', op: 'equals', value: 'yes' }
const missing = { attribute: 'missing', op: 'equals', value: 'yes' }
const yes = { known: 'yes' }
add({ any: [missing, known] }, yes, true, 'unknown or true is true')
add({ all: [missing, known] }, yes, false, 'unknown and true is unknown, so false')
add({ not: { all: [missing, known] } }, yes, false, 'not unknown is unknown, so false')
add({ not: { any: [missing, known] } }, yes, false, 'not (unknown or true) is false')
add({ not: { all: [missing, { not: known }] } }, yes, true, 'not (unknown and false) is true')
add({ not: { not: missing } }, yes, false, 'unknown stays unknown')
for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
  add({ attribute: name, op: 'exists' }, {}, false, 'names every object has by birth are not attributes')
}
add({ audience: 'yes' }, yes, true, 'an audience is its condition')
add({ audience: 'yes', negate: true }, yes, false, 'an audience can be negated')
add({ audience: 'yes', negate: true }, {}, false, 'negating an audience leaves missing attributes false')
add({ audience: 'unknown', negate: true }, yes, false, 'an audience that does not exist is false either way')
add({ attribute: 'known', op: 'in-list', list: 'unknown', negate: true }, yes, false, 'a list that does not exist is false either way')

const about =
  'Each vector: a condition, the context it is asked in, the answer and the rule behind it. `attributes` declares types; ' +
  'the list `ids` and the audience `yes` are the ones below.'
const head = { about, lists: { ids: ['u1', '42'] }, audiences: { yes: known } }
writeFileSync(
  new URL('conditions.v1.json', import.meta.url),
  `${JSON.stringify(head).slice(0, -1)},\n"vectors": [\n${vectors.map(vector => JSON.stringify(vector)).join(',\n')}\n]\n}\n`,
)
