import type { Estimate } from '../estimate/estimate'

/** One array per chart; the drawing, the tooltip and the table twin all read it (UI-31). */
export interface WhiskerRow {
  key: string
  label: string
  estimate: Estimate
  /** what similar estates have: drawn as a tick */
  peers?: number | null
  /** rows of the same group cannot be told apart: drawn with a bracket */
  bracket?: number | null
  /** stands out: drawn in the accent colour */
  marked?: boolean
}

export interface DumbbellRow {
  key: string
  label: string
  before: Estimate
  after: Estimate
  /** false: the change is inside the noise and stays grey */
  differs: boolean
}

export interface LinePoint {
  series: string
  at: string
  value: number | null
  /** how the value is printed */
  text?: string
}

export interface BarRow {
  key: string
  label: string
  value: number
  text: string
}

export type ChartInput =
  | { kind: 'whisker'; data: WhiskerRow[] }
  | { kind: 'dumbbell'; data: DumbbellRow[]; before_label: string; after_label: string }
  | { kind: 'lines'; data: LinePoint[]; y_label: string }
  | { kind: 'bars'; data: BarRow[]; value_label: string }
