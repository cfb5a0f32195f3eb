import type { useSession } from '@shared/api/session'

/** At most seven items, chosen by role (UI-9); an item leads to its first page, `pages` keeps it marked on the others. */
export interface Item {
  key: string
  to: string
  pages: string[]
}

const all: Item[] = [
  { key: 'home', to: 'home', pages: ['home'] },
  { key: 'progress', to: 'progress', pages: ['progress', 'quality', 'keying', 'import'] },
  { key: 'needs', to: 'needs', pages: ['needs', 'surprises', 'compare', 'crosstabs', 'cases', 'cases.one', 'feedback'] },
  { key: 'resources', to: 'resources', pages: ['resources', 'resources.one', 'matches', 'matches.one'] },
  { key: 'projects', to: 'projects', pages: ['projects', 'projects.one', 'consultations', 'consultations.one'] },
  { key: 'budget', to: 'budget', pages: ['budget'] },
  { key: 'issues', to: 'issues', pages: ['issues', 'issues.one', 'agenda', 'agenda.one'] },
  { key: 'users', to: 'users', pages: ['users'] },
]

const for_provider = new Set(['home', 'resources'])
const for_security = new Set(['home', 'users'])

export function items_for(session: ReturnType<typeof useSession>): Item[] {
  const only = (role: string) => session.roles.size > 0 && [...session.roles].every((one) => one === role)
  if (only('provider')) return all.filter((item) => for_provider.has(item.key))
  if (only('security_administrator')) return all.filter((item) => for_security.has(item.key))
  return all.filter((item) => item.key !== 'users' || session.permitted.has('access.manage_users'))
}

export function item_of(page: string): Item | undefined {
  return all.find((item) => item.pages.includes(page))
}
