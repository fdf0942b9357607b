import {
  IconActivityHeartbeat,
  IconBroadcast,
  IconFlag3,
  IconFlask2,
  IconHistory,
  IconHome,
  IconSchema,
  IconSettings,
  IconStack2,
  IconUsersGroup,
} from '@tabler/icons-react'
import { paths } from '../paths.ts'

/** A place the navigation, the palette and the keyboard lead to. */
export type Place = {
  label: string
  to: (project: string) => string
  /** The route's own path, by which is found out whether this build has the screen. */
  route: string
  icon: typeof IconHome
  /** Pressed after g. */
  letter: string
  group: 'work' | 'data' | 'house'
}

/** Every place of a project, in the order of the navigation. */
export const places: Place[] = [
  { label: 'Home', to: paths.home, route: '', icon: IconHome, letter: 'h', group: 'work' },
  { label: 'Experiments', to: paths.experiments, route: '/experiments', icon: IconFlask2, letter: 'e', group: 'work' },
  { label: 'Flags', to: paths.flags, route: '/flags', icon: IconFlag3, letter: 'f', group: 'work' },
  { label: 'Audiences', to: paths.audiences, route: '/audiences', icon: IconUsersGroup, letter: 'u', group: 'work' },
  { label: 'Layers', to: paths.layers, route: '/layers', icon: IconStack2, letter: 'l', group: 'work' },
  { label: 'Model', to: paths.model, route: '/model', icon: IconSchema, letter: 'm', group: 'data' },
  { label: 'Stream', to: paths.stream, route: '/stream', icon: IconBroadcast, letter: 's', group: 'data' },
  { label: 'Health', to: paths.health, route: '/health', icon: IconActivityHeartbeat, letter: 't', group: 'data' },
  { label: 'Audit', to: paths.audit, route: '/audit', icon: IconHistory, letter: 'a', group: 'house' },
  { label: 'Settings', to: paths.settings, route: '/settings', icon: IconSettings, letter: 'x', group: 'house' },
]
