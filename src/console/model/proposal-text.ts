import type { Meta } from '../../contract/noun.ts'
import type { Proposal } from '../../contract/proposal.ts'

export type KeptProposal = Proposal & { meta: Meta }

/** Which definitions a proposal touches, in one line. */
export function touchedBy({ events, metrics, dimensions }: Proposal): string {
  const named = Object.entries({ ...events, ...metrics, ...dimensions })
  return named.map(([key, definition]) => (definition === null ? `${key} (removed)` : key)).join(', ')
}
