import type { SignInProblem } from '../../contract/member.ts'

const texts: Record<SignInProblem, string> = {
  refused: 'The identity provider did not let you in. Try again, or sign in with your password.',
  expired: 'That took too long. Start the sign-in again.',
  unverified: 'Your e-mail address is not verified at the identity provider. Verify it there, then try again.',
  'not-invited': 'Nobody has invited this e-mail address yet. Ask an admin of Assay for an invitation.',
  'other-identity': 'This e-mail address belongs to another account of the identity provider. Ask an admin of Assay.',
  unreachable: 'The identity provider cannot be reached right now. Try again in a minute.',
}

/** Why a sign-in through the identity provider came to nothing, in words. */
export function providerProblem(problem: string): string {
  return Object.hasOwn(texts, problem) ? texts[problem as SignInProblem] : texts.refused
}
