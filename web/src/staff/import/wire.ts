export interface ImportKind {
  kind: string
  columns: { key: string; also: string[]; needed: boolean }[]
  can_be_undone: boolean
}

export interface ImportBatch {
  id: string
  kind: string
  file_name: string
  state: string
  rows: number
  rows_wrong: number
  created_at: string
  confirmed_at: string | null
  undone_at: string | null
  undo_until: string | null
}

export interface ImportPreview extends ImportBatch {
  columns: string[]
  ignored_columns: string[]
  first_rows: { row: number; cells: string[] }[]
  errors: { row: number; column: string; value: string; code: string; detail: string }[]
}
