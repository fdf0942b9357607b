import { type ApiClient, apiClient } from '../../http/client.ts'

let csrf = ''

/** Keeps the token that proves a change comes from this page; it comes with the session. */
export function keepCsrf(token: string): void {
  csrf = token
}

/** What a request of this page carries beside the cookie. */
export function headersFor(method: string): Record<string, string> {
  return method === 'get' ? {} : { 'x-assay-csrf': csrf }
}

/** Calls the API as whoever is signed in. Rejects with an `ApiFailure`, or with a TypeError when the server is out of reach. */
export const call: ApiClient = apiClient({ url: location.origin, headersFor })
