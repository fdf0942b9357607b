import type { Dependants } from '../../contract/model-plan.ts'
import { type Noun, nounNames } from '../../contract/noun.ts'
import { type Definitions, isOver } from './approval.ts'
import { referencesOf } from './reference.ts'

/** Finds everything active that rests on a definition. */
export type DependantsOf = (noun: Noun, key: string) => Dependants

/** Who rests on whom in a project, directly or through something else; experiments that are over only remember it. */
export function dependantsIn(all: Definitions): DependantsOf {
  const users = usersIn(all)
  return (noun, key) => {
    const found = new Set<string>()
    const waiting = [nameOf(noun, key)]
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      for (const user of users.get(name) ?? []) {
        if (found.has(user)) continue
        found.add(user)
        waiting.push(user)
      }
    }
    const keysOf = (wanted: Noun) =>
      [...found].filter(name => name.startsWith(nameOf(wanted, ''))).map(name => name.slice(nameOf(wanted, '').length))
    return {
      dimensions: keysOf('dimensions').sort(),
      metrics: keysOf('metrics').sort(),
      experiments: keysOf('experiments').sort(),
      flags: keysOf('flags').sort(),
      webhooks: noun === 'events' ? [...all.webhooks.keys()] : [],
    }
  }
}

/** For each definition that is named by others, those that name it. */
function usersIn(all: Definitions): Map<string, string[]> {
  const users = new Map<string, string[]>()
  for (const noun of nounNames) {
    // What rests on an event that is compared with another one does not rest on the other one.
    if (noun === 'events') continue
    for (const [key, { definition }] of all[noun]) {
      if (noun === 'experiments' && isOver(definition as never)) continue
      for (const named of referencesOf(noun, definition as never)) {
        const name = nameOf(named.noun, named.key)
        const known = users.get(name)
        if (known === undefined) users.set(name, [nameOf(noun, key)])
        else known.push(nameOf(noun, key))
      }
    }
  }
  return users
}

function nameOf(noun: Noun, key: string): string {
  return `${noun} ${key}`
}
