/** What a column of a table is; numbers stand right and sort as numbers (UI-28). */
export interface Column<Row> {
  key: string
  title: string
  kind?: 'text' | 'number' | 'estimate'
  /** the text in the cell when no slot draws it */
  text?: (row: Row) => string
  /** what it is sorted by; without it the column cannot be sorted */
  sort?: (row: Row) => string | number | null | undefined
}

const by_pinyin = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true, sensitivity: 'base' })

/** "-share" sorts falling by `share`. What is missing stands last either way. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: string): Row[] {
  const falling = order.startsWith('-')
  const column = columns.find((one) => one.key === order.replace(/^-/, ''))
  const key_of = column?.sort
  if (!key_of) return [...rows]
  const sign = falling ? -1 : 1
  return [...rows].sort((left, right) => {
    const a = key_of(left)
    const b = key_of(right)
    if (a === b) return 0
    if (a === null || a === undefined) return 1
    if (b === null || b === undefined) return -1
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : by_pinyin.compare(String(a), String(b)))
  })
}
