import type { ConsultationRound } from '@shared/api/consultation'
import type { Names } from '@shared/api/session'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export interface ConsultationRoundDetail extends ConsultationRound {
  comments: { text: string; choice: string; channel: string }[]
  actions: Allowed[]
  timeline: Happening[]
}

export interface Meeting {
  id: string
  kind: string
  title: Names
  planned_on: string
  place: string
  chair: string
  attendance: { residents: number; staff: number; others: number }
  minutes: { item: string; discussion: string; decision: string; responsible: string; due: string | null }[]
  state: string
  version: number
  actions: Allowed[]
}

export interface OwnersVote {
  id: string
  title: Names
  matter: string
  total_area: number
  total_heads: number
  state: string
  version: number
  result: { taking_area: number; taking_heads: number; favour_area: number; favour_heads: number; quorum: boolean; passed: boolean } | null
  counted_by: number
  actions: Allowed[]
}
