/** An address with its query and fragment, in the parts Link and navigate want them in. */
export function linkTo(address: string): { to: string; search: Record<string, string>; hash: string } {
  const { pathname, searchParams, hash } = new URL(address, location.origin)
  return { to: decodeURI(pathname), search: Object.fromEntries(searchParams), hash: hash.slice(1) }
}
