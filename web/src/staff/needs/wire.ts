import type { Names } from '@shared/api/session'
import type { Bands, Estimate } from '@shared/estimate/estimate'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'
import type { Round } from '../shell/round'

export type Verdict = 'surprise' | 'possible' | 'as_expected' | 'cannot_be_detected' | 'cannot_be_tested'

export interface NeedEstimate {
  item: string
  estimate: Estimate
  bands?: Bands
  yes: number
  rank?: { best: number; worst: number } | null
  not_told_apart?: string[]
  expected?: number | null
  verdict?: Verdict | null
}

export interface AreaEstimates {
  round: Round
  group: string
  groups: string[]
  answered: number
  register_households: number
  needs: NeedEstimate[]
}

export interface AreaSurprise {
  area: { id: string; name: Names; kind: string; committee?: string; build_year?: number | null }
  item: string
  verdict: Verdict
  expected: number | null
  gap: number | null
  removed_by_unseen_share: number | null
  bands?: Bands
  estimate: Estimate
}

export interface AreaSurprises {
  tested: number
  rate: number
  smallest_detectable_gap: number | null
  items: AreaSurprise[]
}

export interface CauseNote {
  id: string
  date: string
  words: string
  causes: string[]
}

export interface Need {
  id: string
  item: string
  state: string
  version: number
  due?: string | null
  actions?: Allowed[]
  category?: string | null
  heads?: number | null
  heads_lower?: number | null
  heads_upper?: number | null
  severity?: number | null
  snapshot?: { estimate: Estimate } | null
  plan?: { households: number } | null
  causes?: { category: string; count: number }[]
  cause_notes?: CauseNote[]
  routes?: { id: string; kind: string; state?: string }[]
  timeline?: Happening[]
}
