import type { Names } from '@shared/api/session'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export interface Alternative {
  title: Names
  cost_fen: number
  households: number
  days: number
  risk: string
  do_nothing: boolean
  chosen: boolean
}

export interface Milestone {
  seq: number
  title: Names
  owner: string
  due: string
  done_on: string | null
  evidence: string
  waived_reason: string
}

export interface Project {
  id: string
  area: string
  title: Names
  category: string
  common_parts: boolean
  households_affected: number
  needs: string[]
  alternatives: Alternative[]
  why_chosen: string
  budget_lines: { purpose: Names; amount_fen: number; price_source: string }[]
  year: number | null
  line: string
  cost_planned_fen: number
  cost_final_fen: number | null
  contractor: string
  works_from: string | null
  works_to: string | null
  milestones: Milestone[]
  state: string
  version: number
}

export interface ProjectDetail extends Project {
  proposer: string
  actions: Allowed[]
  money: { committed_fen: number; paid_fen: number }
  satisfaction: { answered: number; satisfied: number; satisfied_share: { share: number; lower: number; upper: number } | null }
  timeline: Happening[]
}
