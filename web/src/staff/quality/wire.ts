import type { AreaStep, Names } from '@shared/api/session'
import type { Allowed } from '../actions/action_bar.vue'

export interface Dot {
  value: number
  forms: number
}

export interface QualityFlag {
  key: string
  family: string
  rule: string
  area: AreaStep
  item: { name: string; label: Names } | null
  answer: { name: string; label: Names } | null
  forms: number
  observed: number | null
  peers: number | null
  limit: number | null
  chance: number | null
  correlation: number | null
  about_interviewer: boolean
  collector: { id: string; name: string | null } | null
  dots: Dot[]
  records: { id: string; set_aside: boolean }[]
  set_aside: number
  state: string
  notes: { at: string; action: string; reason: string; author: string; forms: number }[]
  actions: Allowed[]
}

interface ShareOfForms {
  yes: number
  n: number
  share: number
}

export interface ItemFigures {
  item: string
  label: Names
  with: ShareOfForms
  without: ShareOfForms
}

export interface RoundQuality {
  forms: number
  set_aside: number
  families: { family: string; flags: number; open: number }[]
  items: QualityFlag[]
  figures: ItemFigures[]
}

export interface Rates {
  rr1: number | null
  rr2: number | null
  rr3: number | null
  rr4: number | null
  rr5: number | null
  rr6: number | null
  coop1: number | null
  ref1: number | null
  con1: number | null
  e: number
}

export interface VisitRates {
  whole: Rates
  by_visit: { visit: number; and_more: boolean; households: number; rates: Rates }[]
  by_interviewer: { collector: { id: string; name: string | null }; households: number; rates: Rates }[]
  interviewers: number
}
