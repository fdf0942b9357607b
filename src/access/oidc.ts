import * as oidc from 'openid-client'
import type { SignInProblem } from '../contract/member.ts'
import type { Platform } from '../platform.ts'

/** What one attempt to sign in must bring back from the provider, known to the browser that makes it and to nobody else. */
export type Attempt = { state: string; nonce: string; verifier: string }

/** Who an identity provider says somebody is. */
export type Identity = { issuer: string; subject: string; email: string; name: string | undefined }

/** The identity provider people may sign in with. */
export type Provider = {
  /** Where to send the browser. */
  start(redirectUri: string, attempt: Attempt): Promise<URL | SignInProblem>
  /** Who came back with `answer`, the address the provider sent the browser to. */
  finish(answer: URL, attempt: Attempt): Promise<Identity | SignInProblem>
}

type Settings = Pick<Platform['config'], 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret'>

const timeoutSeconds = 10

/** The configured provider, undefined when there is none. It is asked for its addresses and keys when first needed. */
export function openProvider({ config, log }: { config: Settings; log: Platform['log'] }): Provider | undefined {
  const { oidcIssuer, oidcClientId } = config
  if (oidcIssuer === undefined || oidcClientId === undefined) return undefined
  const issuer = new URL(oidcIssuer)
  let found: Promise<oidc.Configuration> | undefined

  /** Found once; looked for again after a failure. */
  function discovered(): Promise<oidc.Configuration> {
    found ??= oidc
      .discovery(issuer, oidcClientId ?? '', undefined, clientAuth(config.oidcClientSecret), {
        timeout: timeoutSeconds,
        execute: [
          oidc.enableNonRepudiationChecks,
          ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      })
      .catch(error => {
        found = undefined
        throw error
      })
    return found
  }

  return {
    async start(redirectUri, { state, nonce, verifier }) {
      try {
        return oidc.buildAuthorizationUrl(await discovered(), {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state,
          nonce,
        })
      } catch (error) {
        return explained(error)
      }
    },
    async finish(answer, { state, nonce, verifier }) {
      if (answer.searchParams.get('state') !== state) return 'expired'
      try {
        const provider = await discovered()
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
        const tokens = await oidc.authorizationCodeGrant(provider, answer, checks)
        const claims = tokens.claims()
        if (claims === undefined) return 'refused'
        // Providers may keep what they know of a person out of the token.
        const known =
          claims.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
            ? { ...(await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)), iss: claims.iss }
            : claims
        return identityIn(known)
      } catch (error) {
        return explained(error)
      }
    },
  }

  /** Only what names the failure is logged: its causes may hold codes and tokens. */
  function explained(error: unknown): SignInProblem {
    const { name, message, code } = error as Error & { code?: string }
    log.warn({ name, message, code, issuer: issuer.href }, 'a sign-in through the identity provider failed')
    const isAnswer = error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError
    return isAnswer || (error instanceof oidc.ClientError && isVerdict(code)) ? 'refused' : 'unreachable'
  }
}

/** Whether the provider was reached and what it said does not hold. */
function isVerdict(code: string | undefined): boolean {
  return code !== undefined && /^OAUTH_(INVALID_RESPONSE|JWT|JSON|KEY|RESPONSE_IS)/.test(code)
}

function identityIn(claims: { iss: string; sub: string; [claim: string]: unknown }): Identity | SignInProblem {
  const { iss, sub, email, email_verified, name } = claims
  // Some providers write the boolean as text.
  if (typeof email !== 'string' || (email_verified !== true && email_verified !== 'true')) return 'unverified'
  return {
    issuer: iss,
    subject: sub,
    email: email.toLowerCase(),
    name: typeof name === 'string' && name !== '' ? name.slice(0, 200) : undefined,
  }
}

/** A client with a secret shows it the way the provider takes it; HTTP Basic where both would do. */
function clientAuth(secret: string | undefined): oidc.ClientAuth {
  if (secret === undefined) return oidc.None()
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)]
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...request)
  }
}
