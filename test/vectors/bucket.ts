// Writes bucket.v1.json. The hashes come from the npm package murmurhash 2.0.1 (v3 over the bytes of TextEncoder),
// the slots from integers without rounding, so that nothing here is computed by the code under test.
import { writeFileSync } from 'node:fs'
import murmurhash from 'murmurhash'

const salts = ['', 'a', 'checkout.rule-1', 'checkout.rule-1:variant', 'соль', 'sel 🧂', '\ud800']
const ids = [
  '',
  '0',
  'a',
  'ab',
  'abc',
  'abcd',
  'user-1234567',
  '0193587a-5b7f-7cc2-9f0e-0d6a4c1b2a3d',
  'Ünïcödé',
  'пользователь-42',
  'ユーザー',
  '👩‍👩‍👧‍👦',
  'a😀b',
  '😀',
  '\u0000',
  '\u007f\u0080\u07ff\u0800\uffff',
  '\ud83d',
  '\ude00',
  'a\ud83db',
  '\ude00\ud83d',
  '\ud83d\ud83d\ude00',
  '__proto__',
  'x'.repeat(10_240),
  'я'.repeat(5_120),
]

const vectors = salts.flatMap(salt =>
  ids.map(id => {
    const hash = murmurhash.v3(new TextEncoder().encode(`${salt}.${id}`), 0)
    return { salt, id, hash, slot: Number((BigInt(hash) * 100_000n) >> 32n) }
  }),
)
const about =
  'hash: MurmurHash3 x86 32-bit, seed 0, of the UTF-8 bytes of salt + "." + id, where a lone surrogate is U+FFFD. ' +
  'slot: floor(hash * 100000 / 2^32). An empty id has a hash but is never bucketed. Ids are JSON strings.'
writeFileSync(
  new URL('bucket.v1.json', import.meta.url),
  `{\n"about": ${JSON.stringify(about)},\n"vectors": [\n${vectors.map(vector => JSON.stringify(vector)).join(',\n')}\n]\n}\n`,
)
