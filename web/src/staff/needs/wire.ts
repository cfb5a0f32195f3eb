import type { Names } from '@shared/api/session'
import type { Bands, Estimate } from '@shared/estimate/estimate'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export type Verdict = 'surprise' | 'possible' | 'as_expected' | 'cannot_be_detected' | 'cannot_be_tested'

export interface NeedEstimate {
  item: string
  estimate: Estimate
  /** beside an estimate with too few answers: predicted from areas like it */
  model_based?: Estimate | null
  bands?: Bands
  yes: number
  rank?: { best: number; worst: number } | null
  not_told_apart?: string[]
  expected?: number | null
  verdict?: Verdict | null
}

export interface AreaEstimates {
  round: { id: string; title: Names; state: string }
  group: string
  groups: string[]
  answered: number
  register_households: number
  needs: NeedEstimate[]
}

export interface AreaCell {
  estimate: Estimate | null
  difference: number | null
  verdict: 'above' | 'below' | 'alike' | 'cannot_tell'
  rank: { best: number; worst: number } | null
  may_be_first: boolean
}

export interface AreaOfTable {
  id: string
  name: Names
  kind: string
  answered: number
  register_households: number
  /** in the order of the items */
  cells: AreaCell[]
}

export interface AreaTable {
  round: { id: string; title: Names; state: string }
  group: string
  groups: string[]
  tested: number
  told_apart: number
  rate: number
  first_places: number
  items: { item: string; whole: Estimate }[]
  areas: AreaOfTable[]
}

export interface Change {
  item: string
  before: Estimate
  now: Estimate
  difference: Estimate
  verdict: 'above' | 'below' | 'alike' | 'cannot_tell'
}

export interface Comparison {
  households_before: number
  households_now: number
  households_in_both: number
  needs: Change[]
}

export interface PanelChange {
  households: number
  needs: Change[]
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

export interface Guess {
  author: string
  waived: boolean
  reason: string
  bands: { item: string; lower: number; upper: number }[]
  top: string[]
  recorded_at: string
}

export interface GuessView {
  must_guess: boolean
  may_guess: boolean
  items: string[]
  own: Guess | null
  others: Guess[]
}

export interface GuessCell {
  item: string
  kind: 'band' | 'top_list'
  verdict: Verdict
  band: { lower: number; upper: number } | null
  smallest_detectable_gap: number | null
  removed_by_unseen_share: number | null
  bands: Bands
  estimate: Estimate
}

export interface GuessComparison {
  guess: Guess
  cells: GuessCell[]
}

export interface AreaSurprises {
  guesses?: GuessComparison[]
  odd?: { item: string; residual: number; share: number | null; expected: number | null }[]
  not_detectable?: number
  tested: number
  rate: number
  smallest_detectable_gap: number | null
  items: AreaSurprise[]
}

export interface Heads {
  estimate: number
  lower: number
  upper: number
}

export interface Need {
  id: string
  area: string
  kind: string
  basis: string
  item: string
  group: string | null
  title: Names
  place: string
  heads: Heads
  lower_bound: number
  design: string
  depends_on_who_answered: boolean
  severity: number | null
  category: string | null
  blocked_by: string | null
  state: string
  version: number
  due?: string | null
}

export interface Reach {
  origins: number
  reached: number
  posted: number
  unreachable: number
  share: number
  goal: number
}

export interface NeedDetail extends Need {
  snapshots: { seq: number; content: { need?: { estimate: Estimate; bands?: Bands } }; taken_at: string; intact: boolean }[]
  routes: { target_kind: string; target: string; target_area: string; title: Names; share: number; state: string }[]
  causes: { n: number; planned: number; named: { cause: string; visits: number }[]; last_three_added_nothing: boolean }
  origins: { count: number; left: number }
  reach: Reach
  cause_argument: string
  decline_code: string | null
  next_look: string | null
  actions: Allowed[]
  timeline: Happening[]
}

export interface FollowUpPlan {
  drawn_at: string | null
  visits: { household: string; answered: string; building: string; visited: boolean }[]
  notes: { id: string; household: string; visitor: string; visited_on: string; causes: string[]; words: string; place: string; contrast: boolean }[]
}
