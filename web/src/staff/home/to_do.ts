/** What waits for somebody in this area, from the lists of the loop, most pressing first (S1). */
export interface ToDo {
  kind: 'need' | 'issue' | 'project' | 'agenda_item' | 'match' | 'offer'
  id: string
  title: string
  state: string
  due: string | null
  page: string
}

interface Listed {
  id: string
  state: string
  due?: string | null
}

/** States in which the next step is the committee's own. */
const waiting: Record<ToDo['kind'], string[]> = {
  need: ['candidate', 'under_visit', 'confirmed'],
  issue: ['registered', 'accepted', 'dispatched', 'signed', 'contacted', 'in_progress', 'finished'],
  project: ['idea', 'costed', 'consulted', 'approved', 'accepted'],
  agenda_item: ['candidate', 'submitted', 'classified', 'accepted'],
  match: ['proposed', 'agreed'],
  offer: ['draft'],
}

export function to_dos<Row extends Listed>(kind: ToDo['kind'], rows: readonly Row[] | undefined, page: string, title: (row: Row) => string): ToDo[] {
  return (rows ?? [])
    .filter((row) => waiting[kind].includes(row.state))
    .map((row) => ({ kind, id: row.id, title: title(row), state: row.state, due: row.due ?? null, page }))
}

/** Dated ones first, the earliest first; the undated keep their order. */
export function most_pressing(all: readonly ToDo[], most: number): ToDo[] {
  return [...all].sort((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999')).slice(0, most)
}
