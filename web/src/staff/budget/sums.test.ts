import { expect, it } from 'vitest'
import { sum_of } from './sums'

it('what is left over all lines is allocated less committed less paid, to the fen', () => {
  const lines = [
    { line: 'office', allocated_fen: 5000000, committed_fen: 100, paid_fen: 1234567, left_fen: 3765333 },
    { line: 'service', allocated_fen: 15000000, committed_fen: 13600000, paid_fen: 0, left_fen: 1400000 },
  ]
  expect(sum_of(lines, 'left')).toBe(sum_of(lines, 'allocated') - sum_of(lines, 'committed') - sum_of(lines, 'paid'))
})
