/** The eight stops of the demo's story (UI-79), as a list that can be skipped and taken up again. */
export interface Stop {
  key: string
  page: string
}

export const stops: Stop[] = [
  { key: 'surprise', page: 'surprises' },
  { key: 'whisker', page: 'needs' },
  { key: 'who', page: 'progress' },
  { key: 'visit', page: 'cases' },
  { key: 'project', page: 'projects' },
  { key: 'drafts', page: 'consultations' },
  { key: 'money', page: 'budget' },
  { key: 'rises', page: 'agenda' },
]

const kept_as = 'lilong.tour'

export interface Tour {
  hidden: boolean
  seen: string[]
}

export function kept_tour(): Tour {
  try {
    const kept = JSON.parse(localStorage.getItem(kept_as) ?? '{}') as Partial<Tour>
    return { hidden: kept.hidden === true, seen: Array.isArray(kept.seen) ? kept.seen : [] }
  } catch {
    return { hidden: false, seen: [] }
  }
}

export function keep_tour(tour: Tour) {
  localStorage.setItem(kept_as, JSON.stringify(tour))
}
