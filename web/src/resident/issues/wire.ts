import type { Names } from '@shared/api/session'

export interface PublicIssue {
  reference: string
  category: string
  state: string
  level: string
  lead_unit: string
  outcome: string | null
  reported_on: string
  review_on: string | null
  text: string | null
}

export interface FollowedIssue extends PublicIssue {
  text: string
  result: string
  plan_date: string | null
  answers: { text: Names; body: string; at: string }[]
  timeline: { at: string; action: string; to: string; reason_text: string }[]
}
