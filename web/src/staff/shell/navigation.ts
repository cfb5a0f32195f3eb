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
]

const for_provider = new Set(['home', 'resources'])

export function items_for(session: ReturnType<typeof useSession>): Item[] {
  const only_provider = session.roles.size > 0 && [...session.roles].every((role) => role === 'provider')
  return only_provider ? all.filter((item) => for_provider.has(item.key)) : all
}

export function item_of(page: string): Item | undefined {
  return all.find((item) => item.pages.includes(page))
}
