import type { AreaStep, Names } from '@shared/api/session'

export interface PartProgress {
  area: AreaStep
  design: string | null
  households: number
  target: number
  visited: number
  answered: number
  responses: number
  refused: number
  not_reached: number
  coverage: number | null
  over_coverage: boolean
  rates: { rr1: number | null; coop1: number | null; ref1: number | null }
}

export interface RoundProgress {
  as_of: string
  whole: PartProgress
  parts: PartProgress[]
  days: { day: string; responses: number }[]
}

export interface Codebook {
  groups: string[]
  lists: { name: string; options: { name: string; label: Names }[] }[]
  items: CodebookItem[]
}

export interface CodebookItem {
  name: string
  type: 'choice' | 'text' | 'integer' | 'decimal' | 'date' | 'flag'
  label: Names
  required: boolean
  list?: string
  asked_of?: string
}
