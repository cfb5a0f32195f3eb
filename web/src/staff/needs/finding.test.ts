import { beforeEach, describe, expect, it } from 'vitest'
import { speak } from '../../../tests/mount'
import { brackets_of, finding_of } from './finding'
import type { NeedEstimate } from './wire'

const need = (item: string, value: number, more: Partial<NeedEstimate> = {}): NeedEstimate => ({
  item,
  estimate: { value, lower: value - 0.03, upper: value + 0.03, n: 418 },
  yes: Math.round(value * 418),
  ...more,
})
const name = (key: string) => key

describe('the title of a ranking', () => {
  beforeEach(() => speak('zh-CN'))

  it('names what stands out, with what was expected', () => {
    const needs = [need('facilities', 0.9, { verdict: 'surprise', expected: 0.52 }), need('property', 0.66)]
    expect(finding_of(needs, name)).toBe('facilities的需求（90 %）高于同类小区（52 %）')
  })
  it('does not call a surprise what the analysis calls possible', () => {
    const needs = [need('facilities', 0.6, { verdict: 'possible', expected: 0.52 })]
    expect(finding_of(needs, name)).toBe('facilities居首（60 %）')
  })
  it('does not name a first where the first ones cannot be told apart', () => {
    const needs = [need('property', 0.66, { not_told_apart: ['nearby'] }), need('nearby', 0.64, { not_told_apart: ['property'] }), need('repairs', 0.4)]
    expect(finding_of(needs, name)).toBe('前 2 项的需求度分不出高低')
  })
  it('says so when there are too few answers', () => {
    const few = need('lift', 0.5)
    few.estimate = { value: null, lower: null, upper: null, n: 9, flags: ['insufficient'] }
    expect(finding_of([few], name)).toBe('答卷太少，还看不出哪些需求居前')
  })
  it('draws a bracket over neighbours that cannot be told apart', () => {
    const needs = [need('a', 0.9), need('b', 0.66, { not_told_apart: ['c'] }), need('c', 0.64, { not_told_apart: ['b'] }), need('d', 0.4)]
    expect(brackets_of(needs)).toEqual([null, 1, 1, null])
  })
})
