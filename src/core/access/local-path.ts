const lengthMax = 2000

/**
 * A place on this server as it may stand in an address that came from elsewhere: an absolute path with query and fragment.
 * Undefined for everything a browser could read as another server or scheme.
 */
export function localPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > lengthMax) return undefined
  // Browsers read a backslash as a slash and skip control characters, so "/\evil.example" would be another server.
  return /^\/(?!\/)[^\\\p{Cc}]*$/u.test(text) ? text : undefined
}
