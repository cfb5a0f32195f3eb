import { describe, expect, it } from 'vitest'
import { most_pressing, to_dos } from './to_do'

describe('what is to be done today', () => {
  const needs = [
    { id: 'gate', state: 'under_visit', due: '2026-05-20' },
    { id: 'done', state: 'fed_back', due: null },
  ]
  const issues = [
    { id: 'lamp', state: 'in_progress', due: '2026-05-12' },
    { id: 'paint', state: 'registered', due: null },
  ]
  const all = [...to_dos('need', needs, 'cases.one', (row) => row.id), ...to_dos('issue', issues, 'issues.one', (row) => row.id)]

  it('leaves out what is finished', () => expect(all.map((one) => one.id)).not.toContain('done'))
  it('begins with the earliest date, and what has none comes last', () => expect(most_pressing(all, 3).map((one) => one.id)).toEqual(['lamp', 'gate', 'paint']))
  it('shows no more than asked', () => expect(most_pressing(all, 1)).toHaveLength(1))
})
