import { expect, it } from 'vitest'
import { weekly } from './weekly'

it('weekly dates go over the end of a month and a year', () => {
  expect(weekly('2026-12-19', 3)).toEqual(['2026-12-19', '2026-12-26', '2027-01-02'])
})
