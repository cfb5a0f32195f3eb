import type { Names } from '@shared/api/session'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export interface Thing {
  id: string
  area: string
  name: Names
}

export interface ServiceSession {
  id: string
  date: string
  window: string
  place: string
  planned: number
  served: number | null
  state: string
  version: number
}

export interface NextOffer {
  resource: string
  name?: Names
  failed?: string
  clause?: string
  full?: boolean
  distance_m?: number | null
}

export interface Match {
  id: string
  area: string
  need: Thing
  offer: Thing
  heads: number
  origin: string
  sentence: Names
  hand_reason: string
  accepted_committee: { by: string; at: string } | null
  accepted_provider: { by: string; at: string } | null
  state: string
  version: number
  due: string | null
  explanation?: { distance_m?: number | null; reason?: string; common_window?: { stretch: string; minutes: number }; next?: NextOffer[]; capacity_left?: number }
  sessions?: ServiceSession[]
  actions?: Allowed[]
  timeline?: Happening[]
}

export interface UnmetNeed {
  need: Thing
  category: string
  heads: number
  cause: string
  sentence: Names
  certificate: { heads: number; places: number } | null
}

export interface MatchRun {
  id: string
  started_at: string
  heads: number
  served: number
  unmet: number
  proposals: number
  milliseconds: number
}
