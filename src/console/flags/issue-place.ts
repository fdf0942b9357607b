/** Where in the editor an issue is dealt with: its tab, its environment, and both in words. */
export type IssuePlace = { tab: string; environment: string | undefined; text: string }

/** The place of an issue by its JSON pointer. */
export function placeOfIssue(path: string): IssuePlace {
  const [, first = '', second = '', third = '', fourth = ''] = path.split('/')
  if (first === 'environments') {
    const rule = third === 'rules' ? `, rule ${Number(fourth) + 1}` : third === 'fallthrough' ? ', everyone else' : ''
    return { tab: 'targeting', environment: second, text: `${second}${rule}` }
  }
  if (first === 'prerequisites') return { tab: 'targeting', environment: undefined, text: 'prerequisites' }
  if (first === 'measurement') return { tab: 'measurement', environment: undefined, text: 'measurement plan' }
  const text = first === 'variants' ? `variant ${Number(second) + 1}` : first === 'off' ? 'off variant' : first
  return { tab: 'details', environment: undefined, text }
}
