import type { AccessKeyKind } from '../../contract/access.ts'
import { useEnvironment } from '../data/environment.ts'
import { useEnvironments, useProject } from '../data/project.ts'
import { ask } from '../parts/ask.tsx'
import { reveal } from '../parts/reveal.tsx'
import { KeyForm } from './key-form.tsx'

/** Asks for a key, makes it and shows its secret once; resolves with the secret, or undefined when it was not made. */
export function useCreateKey(): (kind?: AccessKeyKind) => Promise<string | undefined> {
  const project = useProject()
  const environments = useEnvironments()
  const [environment] = useEnvironment()
  return async kind => {
    const made = await ask<{ name: string; secret: string }>('New key', (answer, cancel) => (
      <KeyForm
        project={project}
        environments={environments}
        environment={environment}
        {...(kind === undefined ? {} : { kind })}
        onMade={answer}
        onCancel={cancel}
      />
    ))
    if (made === undefined) return undefined
    await reveal({ title: `Key ${made.name}`, label: 'Secret', secret: made.secret })
    return made.secret
  }
}
