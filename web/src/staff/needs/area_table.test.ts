import { beforeEach, describe, expect, it } from 'vitest'
import type { Estimate } from '@shared/estimate/estimate'
import { show, speak } from '../../../tests/mount'
import { kinds_in, may_be_first, number_text, ranked, shade_of } from './area_table'
import AreaTableView from './area_table.vue'
import FirstPlaces from './first_places.vue'
import type { AreaCell, AreaTable } from './wire'

const estimate = (value: number, n: number, flags: string[] = []): Estimate => ({ value, lower: value - 0.04, upper: value + 0.04, n, flags })
const cell = (value: number, difference: number, verdict: AreaCell['verdict'], rank: AreaCell['rank'] = null): AreaCell => ({ estimate: estimate(value, 172), difference, verdict, rank, may_be_first: rank !== null && rank.best <= 1 })
const few: AreaCell = { estimate: estimate(0.9, 12, ['insufficient']), difference: null, verdict: 'cannot_tell', rank: null, may_be_first: false }
const nobody: AreaCell = { estimate: null, difference: null, verdict: 'cannot_tell', rank: null, may_be_first: false }
const area = (name: string, cells: AreaCell[]) => ({ id: name, name: { zh: name, en: `${name.length} areas` }, kind: 'neighbourhood', answered: 172, register_households: 1415, cells })

const table: AreaTable = {
  round: { id: 'r', title: { zh: '2026 年', en: '2026' }, state: 'open' },
  group: 'all',
  groups: [],
  tested: 3,
  told_apart: 2,
  rate: 0.1,
  first_places: 1,
  items: [{ item: 'facilities', whole: estimate(0.62, 600) }],
  areas: [area('北苑', [cell(0.9, 0.28, 'above', { best: 1, worst: 2 })]), area('南泾', [cell(0.57, -0.05, 'below', { best: 3, worst: 3 })]), area('柳岸', [cell(0.95, 0.05, 'alike', { best: 1, worst: 2 })]), area('松风', [few]), area('竹园', [nobody])],
}
const props = { table, whole_name: '柳岸街道', item_name: () => '公共设施', source: '来源：2026 年' }

describe('areas beside each other', () => {
  beforeEach(() => speak('zh-CN'))

  it('are coloured only where they differ by more than chance, in two steps', () => {
    expect(table.areas.slice(0, 3).map((one) => shade_of(one.cells[0]!))).toEqual(['up-2', 'down-1', 'none'])
    expect(shade_of(few)).toBe('none')
  })
  it('copy into a spreadsheet as numbers', () => expect(table.areas.map((one) => number_text(one.cells[0]!))).toEqual(['90', '57', '95', '90', '']))
  it('are listed among the first as long as nothing excludes it, largest share first', () => {
    expect(may_be_first(table).map((one) => one.id)).toEqual(['柳岸', '北苑'])
    expect(ranked(table)).toBe(3)
  })
  it('explain only what occurs', () => expect([...kinds_in(table)].sort()).toEqual(['down-1', 'insufficient', 'none', 'not_surveyed', 'shown', 'up-2']))

  it('say in words what the colour says, and how many answered where it is too few', () => {
    const page = show(AreaTableView, { props }, ['compare'])
    const rows = page.findAll('tbody tr').map((row) => row.find('td').text())
    expect(rows).toEqual(['90▲高于整体', '57▼低于整体', '95', '答卷太少 n = 12', '未调查'])
    expect(page.find('tbody tr td').attributes('title')).toBe('90 %（n = 172，95 % 区间 86–94）')
    expect(page.findAll('.legend li').map((one) => one.text())).not.toContain('为保护答卷人不显示')
    expect(page.findAll('th[scope=row]').length).toBe(6)
  })
  it('show intervals and bases in the cells when asked', async () => {
    const page = show(AreaTableView, { props }, ['compare'])
    await page.find('input[type=checkbox]').setValue(true)
    expect(page.find('tbody tr td').text()).toContain('86–94，n = 172')
  })
  it('name no first one, only those that may be it', () => {
    const page = show(FirstPlaces, { props: { table, item: '公共设施', source: '' } }, ['needs'])
    expect(page.find('caption').text()).toBe('“公共设施”：3 个居民区里，有 2 个不能排除在前 1 名之外')
    expect(page.findAll('tbody tr').map((row) => row.findAll('td').at(-1)!.text())).toEqual(['1–2', '1–2'])
  })
})
