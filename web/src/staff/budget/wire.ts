import type { Names } from '@shared/api/session'
import type { Allowed } from '../actions/action_bar.vue'

export interface Line {
  line: string
  allocated_fen: number
  committed_fen: number
  paid_fen: number
  left_fen: number
}

export interface Budget {
  year: number
  total_fen: number
  lines: Line[]
}

export interface LedgerEntry {
  id: string
  seq: number
  line: string
  kind: string
  amount_fen: number
  date: string
  purpose: Names
  project: string | null
  voucher: string
  payee: string
  actor: string
}

export interface Spending {
  id: string
  year: number
  line: string
  amount_fen: number
  purpose: Names
  payee: string
  project: string | null
  proposer: string
  approver: string | null
  state: string
  version: number
  actions: Allowed[]
}
