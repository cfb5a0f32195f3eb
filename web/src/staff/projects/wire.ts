import type { Names } from '@shared/api/session'
import type { Happening } from '@shared/page/time_line.vue'
import type { Allowed } from '../actions/action_bar.vue'

export interface Alternative {
  id?: string
  title: Names | string
  cost_fen: number
  households?: number | null
  note?: string
  chosen?: boolean
}

export interface Milestone {
  id: string
  title: Names | string
  due: string
  done_on?: string | null
}

export interface Project {
  id: string
  title: Names | string
  state: string
  version: number
  due?: string | null
  cost_planned_fen?: number | null
  cost_final_fen?: number | null
  line?: string | null
  common_parts?: boolean
  households_affected?: number | null
  contractor?: string | null
  needs?: { id: string; item?: { name: Names } }[]
  alternatives?: Alternative[]
  milestones?: Milestone[]
  money?: { reserved_fen?: number; paid_fen?: number; left_fen?: number } | null
  actions?: Allowed[]
  timeline?: Happening[]
}

export interface Draft {
  id: string
  number: number
  title?: Names | string
  text: Names | string
  changes?: Names | string | null
  yes_share?: number | null
}
