import type { Names } from '@shared/api/session'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export interface Clock {
  kind: string
  due: string
  met_at?: string | null
  colour?: string
}

export interface Issue {
  id: string
  reference?: string
  text: string
  category?: { key: string; name: Names } | string | null
  place?: string | null
  state: string
  version: number
  level?: string
  colour?: string
  outcome?: string | null
  supervised?: boolean
  due?: string | null
  lead_unit?: string | null
  area?: { id: string; name: Names }
  clocks?: Clock[]
  actions?: Allowed[]
  timeline?: Happening[]
}

export interface AgendaItem {
  id: string
  title?: Names | string
  category?: { key: string; name: Names } | string | null
  domain?: string | null
  rule?: string
  level?: string
  state: string
  version: number
  due?: string | null
  members?: { area: { id: string; name: Names }; kind?: string; note?: string }[]
  evidence?: unknown
  decision?: { text: Names | string; body?: string; decided_on?: string } | null
  actions?: Allowed[]
  timeline?: Happening[]
}
