import { beforeEach, describe, expect, it } from 'vitest'
import { show, speak } from '../../../tests/mount'
import type { ChartInput } from './kinds'
import LiChart from './li_chart.vue'
import { sentence_of, twin_of } from './twin'

const ranking: ChartInput = {
  kind: 'whisker',
  data: [
    { key: 'facilities', label: '公共设施完善', estimate: { value: 0.9, lower: 0.87, upper: 0.92, n: 418 }, peers: 0.52 },
    { key: 'parking', label: '停车', estimate: { value: null, lower: null, upper: null, n: 9, flags: ['insufficient'] }, peers: 0.4 },
  ],
}

describe('a chart', () => {
  beforeEach(() => speak('zh-CN'))

  it('prints the same array as a table, cell by cell', () => {
    const page = show(LiChart, { props: { chart: ranking, title: '公共设施完善的需求高于同类小区', source: '2026 年调查', on_request: true } })
    const cells = page.findAll('tbody tr').map((row) => row.findAll('th,td').map((cell) => cell.text()))
    expect(cells).toEqual(twin_of(ranking).rows.map((row) => row.cells))
    expect(cells[0]).toEqual(['公共设施完善', '90 %（n = 418，95 % 区间 87–92）', '52 %'])
    expect(cells[1]![1]).toBe('— 答卷太少（n = 9）')
  })
  it('stands as a table where drawings are asked for', () => {
    const page = show(LiChart, { props: { chart: ranking, title: '排名', source: '2026 年调查', on_request: true } })
    expect(page.find('.source').text()).toBe('2026 年调查')
    expect(page.text()).toContain('看图')
  })
  it('says each point in a sentence', () => {
    expect(sentence_of(twin_of(ranking), 0)).toBe('公共设施完善\n需求度: 90 %（n = 418，95 % 区间 87–92）\n同类小区: 52 %')
  })
  it.each(['dumbbell', 'lines', 'bars'] as const)('has a table twin of its kind: %s', (kind) => {
    const half = { value: 0.5, lower: 0.4, upper: 0.6, n: 100 }
    const charts: Record<string, ChartInput> = {
      dumbbell: { kind: 'dumbbell', before_label: '2025', after_label: '2026', data: [{ key: 'a', label: '停车', before: half, after: half, differs: false }] },
      lines: { kind: 'lines', y_label: '完成', data: [{ series: '小周', at: '2026-05-01', value: null }] },
      bars: { kind: 'bars', value_label: '户数', data: [{ key: 'a', label: '停车', value: 3, text: '3 户' }] },
    }
    const twin = twin_of(charts[kind]!)
    expect(twin.rows[0]!.cells).toHaveLength(twin.heads.length)
  })
})
