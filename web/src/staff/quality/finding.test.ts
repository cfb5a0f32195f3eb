import { describe, expect, it } from 'vitest'
import { by_family, chance_key, dot_rows, value_text } from './finding'
import type { QualityFlag } from './wire'

describe('a flag in words', () => {
  it('writes each rule in its own unit', () => {
    expect(value_text('all_equal_interviewer', 1)).toMatch(/^100\s?%$/)
    expect(value_text('straight_forms', 0.004)).toMatch(/^0\.4\s?%$/)
    expect(value_text('fast_forms', 7.25)).toBe('7.3')
    expect(value_text('forms_an_hour', 11)).toBe('11')
    expect(value_text('near_duplicates', null)).toBe('—')
  })
  it('says a tiny chance in words', () => {
    expect(chance_key(null)).toBe('none')
    expect(chance_key(2e-9)).toBe('million')
    expect(chance_key(4e-4)).toBe('thousand')
    expect(chance_key(0.03)).toBe('percent')
  })
  it('lists each colleague, and of many the least, the middle and the most', () => {
    const few = [0.5, 0.2].map((value) => ({ value, forms: 40 }))
    expect(dot_rows(few).map((row) => row.value)).toEqual([0.2, 0.5])
    const many = Array.from({ length: 31 }, (_, index) => ({ value: index / 30, forms: 100 }))
    expect(dot_rows(many).map((row) => row.key)).toEqual(['least', 'middle', 'most'])
    expect(dot_rows(many)[1]?.value).toBe(0.5)
  })
  it('keeps the families together', () => {
    const flag = (family: string) => ({ family }) as QualityFlag
    expect(by_family([flag('speed'), flag('coverage'), flag('speed')]).map((one) => [one.family, one.flags.length])).toEqual([
      ['speed', 2],
      ['coverage', 1],
    ])
  })
})
