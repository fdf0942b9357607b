import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { keepLastEnvironment, lastEnvironment, useEnvironments, useProject } from './project.ts'

/**
 * The environment looked at, and how to look at another. It is part of the address (`?env=`), so links keep it; without
 * it the one chosen last for this project is meant, at first production.
 */
export function useEnvironment(): [string, (environment: string) => void] {
  const project = useProject()
  const environments = useEnvironments()
  const navigate = useNavigate()
  const { env } = useSearch({ strict: false }) as { env?: string }
  const remembered = lastEnvironment(project)
  const known = (key: string | undefined) => environments.length === 0 || environments.some(one => one.key === key)
  const chosen = [env, remembered, 'production'].find(key => key !== undefined && known(key))
  const choose = useCallback(
    (environment: string) => {
      keepLastEnvironment(project, environment)
      void navigate({ to: '.', search: (before: object) => ({ ...before, env: environment }), replace: true } as never)
    },
    [project, navigate],
  )
  return [chosen ?? environments[0]?.key ?? 'production', choose]
}
