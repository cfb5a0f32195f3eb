import type { Names } from '@shared/api/session'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export interface Provider {
  id: string
  kind: string
  name: Names
}

export interface Offer {
  id: string
  area: string
  provider: Provider
  name: Names
  categories: string[]
  mode: string
  capacity: { unit: string; per_session: number; sessions_per_period: number; per_period: number; period: string; booked: number; free: number }
  schedule: string
  catchment: { kind: string; radius_m: number; areas: string[] }
  place: { name: string }
  eligibility?: string
  unit_cost_fen: number
  conditions?: string
  valid_until: string | null
  verified?: { by: string; at: string } | null
  state: string
  version: number
  actions?: Allowed[]
  timeline?: Happening[]
}
