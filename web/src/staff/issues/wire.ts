import type { Names } from '@shared/api/session'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export interface Clock {
  kind: string
  started_at: string
  due_at: string
  met_at: string | null
  stopped_at: string | null
}

export interface Answer {
  agenda_item_id: string
  accepts: boolean
  body: string
  text: Names
  next_look: string | null
  at: string
}

export interface Issue {
  id: string
  area_id: string
  reference: string
  category: string
  text: string
  place: { estate_id: string | null; asset: string }
  source: string
  anonymous: boolean
  level: string
  lead_unit: string
  service_class: string
  outcome: string | null
  result: string
  plan: string
  plan_date: string | null
  supervised: boolean
  released: boolean
  reported_at: string
  colour: string
  state: string
  version: number
  due: string | null
}

export interface IssueDetail extends Issue {
  clocks: Clock[]
  tries: { kind: string; reached: boolean; solved: string | null; rating: number | null; note: string; at: string }[]
  words: { text: string; at: string }[]
  answers: Answer[]
  subscribers: number
  actions: Allowed[]
  timeline: Happening[]
}

export interface AgendaItem {
  id: string
  area_id: string
  level: string
  domain: string
  rule: string
  category: string
  title: string
  year: number
  lead_unit: string
  plan_date: string | null
  supervised: boolean
  state: string
  version: number
  due: string | null
  members: number
}

export interface Measure {
  what: string
  who: string
  due: string
  cost_fen: number
  done_at?: string | null
}

export interface AgendaDetail extends Omit<AgendaItem, 'members'> {
  members: { kind: string; area_id: string; object_id: string; reference: string; category: string; answered_at: string | null }[]
  packs: { seq: number; sha256: string; content: string; at: string }[]
  decision: { body: string; accepts: boolean; text: Names; next_look: string | null; measures: Measure[]; at: string } | null
  actions: Allowed[]
  timeline: Happening[]
}
