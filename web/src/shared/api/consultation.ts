import type { Names } from './session'

/** Drafts put to residents in numbered rounds, as staff and residents read them. */
export interface Draft {
  id: string
  subject_kind: string
  subject: string
  number: number
  plain: Names
  changes: Names
  made_at: string
}

export interface RoundResult {
  n: number
  electorate: number
  turnout: number
  yes: number
  no: number
  abstain: number
  yes_share: number
  by_channel: Record<string, number>
}

export interface ConsultationRound {
  id: string
  subject_kind: string
  subject: string
  number: number
  draft: string
  question: Names
  opens_on: string | null
  closes_on: string | null
  electorate: number
  draft_answer: string | null
  state: string
  version: number
  themes: { theme: Names; comments: number; answer: string; reason: Names }[]
  result: RoundResult | null
}
