import { hash } from 'node:crypto'
import type { AccessKeyKind } from '../contract/access.ts'
import type { BatchAnswer } from '../contract/event.ts'
import type { ProblemCode } from '../contract/problem.ts'
import type { Principal } from './principal.ts'

/** Who sends events: the key's project and environment, and its kind. */
export type Sender = { project: string; environment: string; kind: AccessKeyKind }

/** Takes events that came in the words of another protocol. It answers with verdicts only when they are on disk. */
export type Intake = (
  sender: Sender,
  request: { items: readonly unknown[] },
) => Promise<{ answer: BatchAnswer } | { problem: ProblemCode; detail?: string; retryAfterSeconds?: number }>

/** The most events one request may carry. */
export const eventsMax = 1000

/** The sender a key stands for. */
export function senderOf({ project = '', environment = '', kind }: Principal): Sender {
  if (kind === 'member') throw new Error('an endpoint for apps was reached without a key')
  return { project, environment, kind }
}

/** A UUID (version 8) that is always the same for the same parts, and another for any others. */
export function stableId(...parts: readonly unknown[]): string {
  const digits = hash('sha256', JSON.stringify(parts), 'hex')
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) & 3]
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}
