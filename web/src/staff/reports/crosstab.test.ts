import { describe, expect, it } from 'vitest'
import { arrow, can_be_asked, cell_at, places, query_of, real_differences, type Crosstab } from './crosstab'

const table: Crosstab = {
  round: 'r',
  item: 'gate',
  audience: 'staff',
  rows: { dimension: 'group', items: [{ key: 'elderly' }, { key: 'children' }] },
  columns: { dimension: 'round', items: [{ key: '2024' }] },
  cells: [
    { row: -1, column: 0, shown: true, n: 300, share: 0.3, verdict: 'alike' },
    { row: 0, column: 0, shown: true, n: 120, share: 0.6, verdict: 'above' },
    { row: 1, column: 0, shown: false },
  ],
  tests: [],
  hidden: 1,
  answered: 300,
}

describe('a crosstab', () => {
  it('stands with the total first where there is one', () => {
    expect(places(table, 'rows')).toEqual([-1, 0, 1])
    expect(places(table, 'columns')).toEqual([0])
  })
  it('has an arrow only where a difference is real', () => {
    expect(table.cells.map(arrow)).toEqual(['', '▲', ''])
    expect(real_differences(table)).toBe(1)
    expect(cell_at(table, 1, 0)?.shown).toBe(false)
    expect(cell_at(table, 1, 1)).toBeUndefined()
  })
  it('names a need only where neither rows nor columns list the needs', () => {
    const asked = { rows: 'group', columns: 'round', item: 'gate', group: '', estate_type: '' }
    expect(query_of(asked)).toEqual({ rows: 'group', columns: 'round', item: 'gate', group: undefined, estate_type: undefined })
    expect(query_of({ ...asked, columns: 'item' }).item).toBeUndefined()
    expect(can_be_asked({ ...asked, item: '' })).toBe(false)
    expect(can_be_asked({ ...asked, rows: 'round' })).toBe(false)
  })
})
