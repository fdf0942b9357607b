import { useRouter } from '@tanstack/react-router'
import { type Place, places } from './places.ts'

const trimmed = (path: string) => path.replace(/\/$/, '')

/** The places this build has a screen for. */
export function usePlaces(): Place[] {
  const router = useRouter()
  const known = new Set(Object.keys(router.routesByPath).map(trimmed))
  return places.filter(({ route }) => known.has(`/p/$project${route}`))
}
