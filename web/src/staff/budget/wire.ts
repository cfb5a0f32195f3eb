import type { Names } from '@shared/api/session'

export interface Figures {
  allocated_fen: number
  committed_fen: number
  paid_fen: number
  left_fen: number
}

export interface Line extends Figures {
  line: string
  name?: Names
}

export interface Fund extends Figures {
  year: number
  lines: Line[]
}

export interface LedgerEntry {
  id: string
  at?: string
  date: string
  year?: number
  line: string
  kind: string
  amount_fen: number
  reason?: string | null
  purpose?: string | null
  voucher?: string | null
  actor?: string | null
  reverses?: string | null
}
