import type { Holdout } from '../../contract/experiment.ts'
import type { Flag } from '../../contract/flag.ts'
import type { Project } from '../../contract/project.ts'
import { compile } from '../../core/evaluate/compile.ts'
import { configurationOf } from '../../core/evaluate/configuration.ts'
import type { Context } from '../../core/evaluate/context.ts'
import type { Definitions } from '../../core/evaluate/definitions.ts'
import type { Trace } from '../../core/evaluate/trace.ts'

type Around = { project: Project; environment: string; definitions: Definitions; holdouts: readonly Holdout[] }

/** What a draft would serve in a context, and why: by the evaluator apps use, in this browser. */
export function draftTrace(draft: Flag, context: Context, around: Around): Trace {
  const { project, environment, definitions, holdouts } = around
  const flags = [draft, ...neededBy(draft, definitions.flags)]
  return compile(
    configurationOf({ ...definitions, flags, project, environment, layers: [], holdouts }, 'server'),
  ).trace(draft.key, context)
}

/** The flags a flag's answer depends on; all others would only be compiled in vain. */
function neededBy(draft: Flag, all: readonly Flag[]): Flag[] {
  const byKey = new Map(all.map(flag => [flag.key, flag]))
  const needed = new Map<string, Flag>()
  const visit = ({ prerequisites }: Flag): void => {
    for (const { flag } of prerequisites) {
      const found = byKey.get(flag)
      if (found === undefined || flag === draft.key || needed.has(flag)) continue
      needed.set(flag, found)
      visit(found)
    }
  }
  visit(draft)
  return [...needed.values()]
}
