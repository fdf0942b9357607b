import { z } from 'zod'
import { Model, ModelVersion } from './model.ts'
import { WrittenModel } from './model-file.ts'
import { ModelPlan } from './model-plan.ts'
import { Json, Key } from './name.ts'
import { Meta, Revision } from './noun.ts'
import { NewProposal, Proposal, ProposalPlan } from './proposal.ts'
import { PageQuery, pageOf } from './resource-routes.ts'
import { route } from './route.ts'

const path = '/api/v1/projects/{project}'
const params = z.object({ project: Key })
const one = params.extend({ key: Key })
const Why = z.object({ why: z.string().max(2000).optional().meta({ description: 'the reason, kept in the history' }) })
const ProposalResource = Proposal.extend({ meta: Meta })
const FileFormat = z.enum(['json', 'yaml', 'ts']).default('yaml')
const ModelFile = z.strictObject({ file: z.string().meta({ example: 'model.yaml' }), text: z.string() })
const applying = ['precondition-required', 'conflict', 'invalid-definition', 'not-found'] as const

/** The measurement model of a project as a whole. */
export const model = {
  read: route({
    method: 'get',
    path: `${path}/model`,
    access: 'viewer',
    tag: 'model',
    params,
    summary: 'The measurement model with every default written out, and its version',
    answer: z.strictObject({ version: ModelVersion, model: Model }),
    etag: 'answer',
    problems: ['not-found'],
  }),
  plan: route({
    method: 'post',
    path: `${path}/model/plan`,
    access: 'viewer',
    tag: 'model',
    params,
    body: WrittenModel,
    summary: 'What applying a model would change, whom that reaches and what stands in its way',
    description: 'A model is all a project measures: a definition it does not have would be archived.',
    answer: ModelPlan,
    problems: ['not-found'],
  }),
  apply: route({
    method: 'put',
    path: `${path}/model`,
    access: 'editor',
    tag: 'model',
    params,
    query: Why,
    body: WrittenModel,
    summary: 'Make a model the one of the project: all of it, or nothing when anything in it is breaking',
    description:
      'If-Match carries `from` of the plan. Another time zone or other units need the role admin, as the project does.',
    answer: ModelPlan,
    etag: 'match-text',
    problems: applying,
  }),
  export: route({
    method: 'get',
    path: `${path}/model/export`,
    access: 'viewer',
    tag: 'model',
    params,
    query: z.object({ format: FileFormat }),
    summary: 'The measurement model as a file, ready to be committed and pushed',
    answer: ModelFile,
    problems: ['not-found'],
  }),
  schema: route({
    method: 'get',
    path: '/schemas/model.json',
    access: 'public',
    tag: 'model',
    summary: 'The JSON Schema of a model file, for editors that check YAML and JSON',
    answer: z.record(z.string(), Json),
  }),
}

/** Changes of the model that are talked about first. */
export const proposals = {
  list: route({
    method: 'get',
    path: `${path}/proposals`,
    access: 'viewer',
    tag: 'proposals',
    params,
    query: PageQuery.extend({ status: z.enum(['open', 'applied', 'withdrawn', 'any']).default('any') }),
    summary: 'List proposals, oldest first',
    answer: pageOf(ProposalResource),
    problems: ['not-found', 'invalid-cursor'],
  }),
  create: route({
    method: 'post',
    path: `${path}/proposals`,
    access: 'analyst',
    tag: 'proposals',
    params,
    body: NewProposal,
    summary: 'Propose a change of the model',
    answer: ProposalResource.extend(ProposalPlan.shape),
    status: 201,
    etag: 'answer',
    idempotent: true,
    problems: ['not-found', 'idempotency-mismatch'],
  }),
  read: route({
    method: 'get',
    path: `${path}/proposals/{key}`,
    access: 'viewer',
    tag: 'proposals',
    params: one,
    summary: 'One proposal, with what applying it would do now',
    answer: ProposalResource.extend(ProposalPlan.shape),
    etag: 'answer',
    problems: ['not-found'],
  }),
  apply: route({
    method: 'post',
    path: `${path}/proposals/{key}/apply`,
    access: 'editor',
    tag: 'proposals',
    params: one,
    summary: 'Make what a proposal says part of the model',
    description: 'If-Match carries the ETag of the proposal, so that exactly the plan that was looked at is applied.',
    answer: ProposalResource,
    etag: 'match-text',
    problems: [...applying, 'not-allowed-now'],
  }),
  withdraw: route({
    method: 'post',
    path: `${path}/proposals/{key}/withdraw`,
    access: 'editor',
    tag: 'proposals',
    params: one,
    query: Why,
    summary: 'Close a proposal without applying it',
    answer: ProposalResource,
    problems: ['not-found', 'not-allowed-now'],
  }),
  export: route({
    method: 'get',
    path: `${path}/proposals/{key}/export`,
    access: 'viewer',
    tag: 'proposals',
    params: one,
    query: z.object({ format: FileFormat }),
    summary: 'The model file as it would be with the proposal applied, ready to be committed and pushed',
    answer: ModelFile,
    problems: ['not-found'],
  }),
  history: route({
    method: 'get',
    path: `${path}/proposals/{key}/revisions`,
    access: 'viewer',
    tag: 'proposals',
    params: one,
    query: PageQuery,
    summary: 'What became of a proposal, newest first',
    answer: pageOf(Revision),
    problems: ['not-found', 'invalid-cursor'],
  }),
}
