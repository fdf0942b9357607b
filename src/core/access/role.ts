import type { Role } from '../../contract/access.ts'

const rights: Record<Role, readonly Role[]> = {
  viewer: ['viewer'],
  analyst: ['viewer', 'analyst'],
  editor: ['viewer', 'analyst', 'editor'],
  privacy: ['viewer', 'analyst', 'privacy'],
  admin: ['viewer', 'analyst', 'editor', 'privacy', 'admin'],
}

/** Whether a role includes what is asked. */
export function roleAllows(role: Role, asked: Role): boolean {
  return rights[role].includes(asked)
}
