declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  /** A real OpenID Connect provider; what the tests need of it. */
  export default class Provider {
    constructor(issuer: string, configuration: object)
    callback(): RequestListener
  }
}
