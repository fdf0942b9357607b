const found = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** The nonce of this page: a style tag without it is refused by the content security policy. */
export const styleNonce = (): string => found

// Where the libraries beneath dialogs look for it, under the name webpack gave it.
Object.assign(globalThis, { __webpack_nonce__: found })
