import { useParams } from '@tanstack/react-router'
import { resources } from '../../contract/routes.ts'
import { useRoute } from './use-route.ts'

const environmentName = 'assay-environment'
const projectName = 'assay-project'

/** The project in the address. */
export function useProject(): string {
  const { project } = useParams({ strict: false }) as { project?: string }
  if (project === undefined) throw new Error('this screen lies outside of any project')
  return project
}

/** A parameter of the address, such as `key`. */
export function useParam(name: string): string {
  const value = (useParams({ strict: false }) as Record<string, string | undefined>)[name]
  if (value === undefined) throw new Error(`the address of this screen has no ${name}`)
  return value
}

/** The project last looked at, if any. */
export function lastProject(): string | undefined {
  return localStorage.getItem(projectName) ?? undefined
}

export function keepLastProject(project: string): void {
  localStorage.setItem(projectName, project)
}

/** The environments of the project, production first. */
export function useEnvironments(): { key: string; name: string }[] {
  const { data } = useRoute(resources.environments.list, { params: { project: useProject() } })
  const items = data?.body.items ?? []
  return [...items].sort((a, b) => Number(b.key === 'production') - Number(a.key === 'production'))
}

/** The environment chosen for a project before, if any. */
export function lastEnvironment(project: string): string | undefined {
  return localStorage.getItem(`${environmentName}:${project}`) ?? undefined
}

export function keepLastEnvironment(project: string, environment: string): void {
  localStorage.setItem(`${environmentName}:${project}`, environment)
}
