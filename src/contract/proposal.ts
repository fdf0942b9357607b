import { z } from 'zod'
import { ModelPatch, WrittenPatch } from './model-file.ts'
import { ModelPlan } from './model-plan.ts'
import { Key, Text, Title } from './name.ts'

const reason = { title: Title, why: Text.min(1).meta({ description: 'kept in the history of all it changes' }) }

/** What a person or an agent would like to be measured otherwise; null takes a definition away. */
export const NewProposal = z.strictObject({ ...reason, ...WrittenPatch.shape }).meta({ id: 'NewProposal' })
export type NewProposal = z.infer<typeof NewProposal>

/** A change of the measurement model that waits for somebody to apply or withdraw it. Its status is open, applied or withdrawn. */
export const Proposal = z.strictObject({ key: Key, ...reason, ...ModelPatch.shape }).meta({ id: 'Proposal' })
export type Proposal = z.infer<typeof Proposal>

/** What applying a proposal would do now; absent once it is applied or withdrawn. */
export const ProposalPlan = z.strictObject({ plan: ModelPlan.optional() })
