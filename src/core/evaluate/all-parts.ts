import type { Parts } from './program.ts'
import { quickHasher } from './quick-hash.ts'
import { rareOperators } from './rare-operators.ts'
import { indexing } from './rule-index.ts'

/** The whole evaluator. */
export const allParts: Parts = { rare: rareOperators, indexing, hasherOf: quickHasher }
