import { resources } from '../../contract/routes.ts'
import { targetingText } from '../../core/evaluate/serving-text.ts'
import { useServingNames } from '../conditions/use-serving-names.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import { useChange } from '../data/use-change.ts'
import { askWhy } from '../parts/ask-why.tsx'
import { sayUndoable } from '../parts/say-undoable.tsx'
import { sayFailure } from '../shell/say.tsx'
import type { KeptFlag } from './draft-flag.ts'

type Turn = { flag: KeptFlag; environment: string; on: boolean }

/**
 * Turns a flag on or off in an environment at once, whatever else is being edited: asks for a reason, and can be taken
 * back. `turned` is told of the version this made.
 */
export function useSwitch(turned?: (flag: KeptFlag) => void): (turn: Turn) => Promise<void> {
  const project = useProject()
  const names = useServingNames()
  const change = useChange(resources.flags.change)

  const send = async ({ flag, environment, on }: Turn, why: string, after: () => void) => {
    const params = { project, key: flag.key }
    try {
      // Made on the newest version: a switch must not wait for an argument about something else.
      const { body, etag } = await call(resources.flags.read, { params })
      const targeting = body.environments[environment] === undefined ? { rules: [], fallthrough: body.off } : {}
      change.mutate(
        {
          params,
          body: { environments: { [environment]: { ...targeting, on } } },
          ...(why === '' ? {} : { query: { why } }),
          ...(etag === undefined ? {} : { ifMatch: etag }),
        },
        {
          onSuccess: answer => {
            turned?.(answer.body)
            after()
          },
        },
      )
    } catch (error) {
      sayFailure(error)
    }
  }

  return async turn => {
    const { flag, environment, on } = turn
    const known = flag.environments[environment]
    const then = targetingText({ rules: [], fallthrough: flag.off, ...known, on }, flag.off, names)
    const why = await askWhy({
      title: `Switch ${flag.name} ${on ? 'on' : 'off'} in ${environment}?`,
      about: `From now on it serves ${then} in ${environment}.`,
      action: on ? 'Switch on' : 'Switch off',
      danger: !on,
    })
    if (why === undefined) return
    await send(turn, why, () =>
      sayUndoable(
        `${flag.name} is ${on ? 'on' : 'off'} in ${environment}`,
        () => void send({ ...turn, on: !on }, `undo: switched ${on ? 'on' : 'off'} by mistake`, () => {}),
      ),
    )
  }
}
