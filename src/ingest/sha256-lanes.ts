import { roundConstants, rounds, wordsPerBlock, wordsPerState } from './sha256.ts'

/** How many messages are hashed side by side. */
export const laneCount = 4

/**
 * SHA-256 of four messages at once. Word `w` of lane `l` stands at `w * laneCount + l`, of the next block in `block` and of the
 * hash so far in `state`; `add` adds the blocks.
 */
export type Lanes = { block: Int32Array; state: Int32Array; add(): void }

const vectorBytes = 16
const constantsAt = 0
const blockAt = rounds * vectorBytes
const stateAt = blockAt + wordsPerBlock * vectorBytes

/**
 * Makes the lanes; undefined where the processor cannot. JavaScript has no vectors, so the function is put together as
 * WebAssembly: straight code, a variable for each word, four 32-bit words in each.
 */
export function createLanes(): Lanes | undefined {
  const code = moduleOf(addBlocks())
  if (!WebAssembly.validate(code)) return undefined
  const { memory, add } = new WebAssembly.Instance(new WebAssembly.Module(code)).exports
  if (!(memory instanceof WebAssembly.Memory) || typeof add !== 'function') return undefined
  const vectors = (at: number, count: number) => new Int32Array(memory.buffer, at, count * laneCount)
  const constants = vectors(constantsAt, rounds)
  for (let place = 0; place < constants.length; place += 1)
    constants[place] = roundConstants[Math.floor(place / laneCount)] ?? 0
  return { block: vectors(blockAt, wordsPerBlock), state: vectors(stateAt, wordsPerState), add: () => add() }
}

type Code = readonly number[]

// The instructions, by their names in the specification of WebAssembly (core 2.0, binary format).
const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)]
const get = (variable: number): Code => [0x20, ...unsigned(variable)]
const set = (variable: number): Code => [0x21, ...unsigned(variable)]
const number = (value: number): Code => [0x41, value]
const load = (at: number): Code => [...number(0), ...vector(0x00), 4, ...unsigned(at)]
const store = (at: number, value: Code): Code => [...number(0), ...value, ...vector(0x0b), 4, ...unsigned(at)]
const or = vector(0x50)
const xor = vector(0x51)
const select = vector(0x52)
const shiftLeft = vector(0xab)
const shiftRight = vector(0xad)
const plus = vector(0xae)
const end = 0x0b

const letters = [0, 1, 2, 3, 4, 5, 6, 7] as const
const firstWord = letters.length
const sum = firstWord + wordsPerBlock
const variables = sum + 1

function turned(variable: number, bits: number): Code {
  return [...get(variable), ...number(bits), ...shiftRight, ...get(variable), ...number(32 - bits), ...shiftLeft, ...or]
}

function mixed(variable: number, one: number, two: number, last: Code): Code {
  return [...turned(variable, one), ...turned(variable, two), ...xor, ...last, ...xor]
}

/** FIPS 180-4, 6.2.2. Instead of moving eight values on after each round, the variables change their names. */
function addBlocks(): Code {
  const code: number[] = []
  for (const letter of letters) code.push(...load(stateAt + letter * vectorBytes), ...set(letter))
  for (let word = 0; word < wordsPerBlock; word += 1)
    code.push(...load(blockAt + word * vectorBytes), ...set(firstWord + word))
  let names: readonly [number, number, number, number, number, number, number, number] = letters
  for (let round = 0; round < rounds; round += 1) {
    const word = wordOf(round)
    const [a, b, c, d, e, f, g, h] = names
    if (round >= wordsPerBlock) {
      const [x, y] = [wordOf(round - 15), wordOf(round - 2)]
      code.push(...mixed(x, 7, 18, [...get(x), ...number(3), ...shiftRight]))
      code.push(...mixed(y, 17, 19, [...get(y), ...number(10), ...shiftRight]), ...plus)
      code.push(...get(word), ...plus, ...get(wordOf(round - 7)), ...plus, ...set(word))
    }
    code.push(...mixed(e, 6, 11, turned(e, 25)), ...get(f), ...get(g), ...get(e), ...select, ...plus)
    code.push(
      ...get(h),
      ...plus,
      ...get(word),
      ...plus,
      ...load(constantsAt + round * vectorBytes),
      ...plus,
      ...set(sum),
    )
    code.push(...get(d), ...get(sum), ...plus, ...set(d))
    // Where a and b agree, the majority is b, elsewhere c.
    code.push(...mixed(a, 2, 13, turned(a, 22)), ...get(c), ...get(b), ...get(a), ...get(b), ...xor, ...select, ...plus)
    code.push(...get(sum), ...plus, ...set(h))
    names = [h, a, b, c, d, e, f, g]
  }
  for (const letter of letters) {
    const at = stateAt + letter * vectorBytes
    code.push(...store(at, [...load(at), ...get(names[letter]), ...plus]))
  }
  return [...code, end]
}

function wordOf(round: number): number {
  return firstWord + (round % wordsPerBlock)
}

/** A module with one page of memory and one function, which takes and returns nothing. */
function moduleOf(code: Code): Uint8Array<ArrayBuffer> {
  const [type, func, memory, exported, body] = [1, 3, 5, 7, 10]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(type, [1, 0x60, 0, 0]),
    ...section(func, [1, 0]),
    ...section(memory, [1, 0, 1]),
    ...section(exported, [2, ...sized(Buffer.from('memory')), 2, 0, ...sized(Buffer.from('add')), 0, 0]),
    ...section(body, [1, ...sized([1, variables, 0x7b, ...code])]),
  ])
}

function section(id: number, content: Code): Code {
  return [id, ...sized(content)]
}

function sized(content: Iterable<number>): Code {
  const bytes = [...content]
  return [...unsigned(bytes.length), ...bytes]
}

/** A number in groups of seven bits (LEB128). */
function unsigned(value: number): Code {
  const rest = value >>> 7
  return rest === 0 ? [value] : [(value & 127) | 128, ...unsigned(rest)]
}
