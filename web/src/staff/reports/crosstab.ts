/** A crosstab as the server answers it, and its cells by place; pure, so that it can be tested without a page. */
export const dimensions = ['group', 'item', 'round', 'area', 'estate_type', 'decade'] as const
export type Dimension = (typeof dimensions)[number]

export interface AxisItem {
  key: string
  name?: { zh: string; en: string }
}
export interface Axis {
  dimension: Dimension
  items: AxisItem[]
}
export interface CrosstabCell {
  row: number
  column: number
  shown: boolean
  n?: number
  share?: number | null
  se?: number | null
  lower?: number | null
  upper?: number | null
  insufficient?: boolean
  verdict?: 'cannot_tell' | 'alike' | 'above' | 'below'
}
export interface Crosstab {
  round: string
  item: string
  audience: 'staff' | 'analyst'
  rows: Axis
  columns: Axis
  cells: CrosstabCell[]
  tests: { of: 'rows' | 'columns'; question: number; p_value: number | null }[]
  hidden: number
  answered: number
}

export interface Asked {
  rows: string
  columns: string
  item: string
  group: string
  estate_type: string
}

/** What the server is asked: nothing that is not chosen, and the need only where neither side lists needs. */
export function query_of(asked: Asked): Record<string, string | undefined> {
  const by_item = asked.rows === 'item' || asked.columns === 'item'
  return { rows: asked.rows, columns: asked.columns, item: by_item ? undefined : asked.item || undefined, group: asked.group || undefined, estate_type: asked.estate_type || undefined }
}

export const can_be_asked = (asked: Asked) => asked.rows !== asked.columns && (asked.rows === 'item' || asked.columns === 'item' || asked.item !== '')

/** Rows of the table to draw: -1 is "all", and stands first where it has cells. */
export function places(table: Crosstab, of: 'rows' | 'columns'): number[] {
  const total = table.cells.some((cell) => (of === 'rows' ? cell.row : cell.column) === -1)
  return [...(total ? [-1] : []), ...table[of].items.map((_, index) => index)]
}

export function cell_at(table: Crosstab, row: number, column: number): CrosstabCell | undefined {
  return table.cells.find((cell) => cell.row === row && cell.column === column)
}

export const arrow = (cell: CrosstabCell) => (cell.verdict === 'above' ? '▲' : cell.verdict === 'below' ? '▼' : '')

export const real_differences = (table: Crosstab) => table.cells.filter((cell) => cell.verdict === 'above' || cell.verdict === 'below').length
