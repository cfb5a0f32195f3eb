import { beforeEach, describe, expect, it } from 'vitest'
import { show, speak } from '../../../tests/mount'
import type { Estimate } from './estimate'
import LiEstimate from './li_estimate.vue'

const facilities: Estimate = { value: 0.9, lower: 0.874, upper: 0.921, n: 418, population: 612, f: 0.683, design: 'census_attempt' }
const text = (estimate: Estimate | null) => show(LiEstimate, { props: { estimate } }).text()

describe('an estimate', () => {
  beforeEach(() => speak('zh-CN'))

  it('is printed with its base and its interval', async () => {
    expect(text({ value: 0.62, lower: 0.6, upper: 0.64, n: 877 })).toBe('62 %（n = 877，95 % 区间 60–64）')
    await speak('en')
    expect(text({ value: 0.62, lower: 0.6, upper: 0.64, n: 877 })).toBe('62 % (n = 877, 95 % interval 60–64)')
  })
  it('shows one decimal only where the half-width is below half a point', () => {
    expect(text({ value: 0.6231, lower: 0.6201, upper: 0.6261, n: 47221 })).toBe('62.3 %（n = 47221，95 % 区间 62.0–62.6）')
  })
  it('tells four kinds of nothing apart', () => {
    expect(text(null)).toBe('未调查')
    expect(text({ value: null, lower: null, upper: null, n: 12, flags: ['insufficient'] })).toBe('— 答卷太少（n = 12）')
    expect(text({ value: null, lower: null, upper: null, n: 3, flags: ['protected'] })).toBe('— 为保护答卷人不显示')
    expect(text({ value: 0, lower: 0, upper: 0.02, n: 180 })).toBe('0 %（n = 180，95 % 区间 0–2）')
    expect(text({ value: null, lower: null, upper: null, n: 0, flags: ['not_applicable'] })).toBe('不适用')
  })
  it('tells N, f and the design when asked', () => {
    const page = show(LiEstimate, { props: { estimate: facilities, details: true } })
    expect(page.find('details').text()).toContain('612')
    expect(page.find('details').text()).toContain('尽量普查')
  })
})
