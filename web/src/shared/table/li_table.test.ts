import { beforeEach, describe, expect, it } from 'vitest'
import { show, speak } from '../../../tests/mount'
import { sorted, type Column } from './columns'
import LiTable from './li_table.vue'

interface Estate {
  name: string
  share: number | null
}
const estates: Estate[] = [
  { name: '南泾苑', share: 0.74 },
  { name: '北岸佳园', share: 0.9 },
  { name: '柳岸公寓', share: null },
]
const columns: Column<Estate>[] = [
  { key: 'name', title: '小区', text: (row) => row.name, sort: (row) => row.name },
  { key: 'share', title: '需求度', kind: 'number', text: (row) => String(row.share ?? ''), sort: (row) => row.share },
]
const names = (rows: Estate[]) => rows.map((row) => row.name)

describe('a table', () => {
  beforeEach(() => speak('zh-CN'))

  it('sorts Chinese by pinyin', () => expect(names(sorted(estates, columns, 'name'))).toEqual(['北岸佳园', '柳岸公寓', '南泾苑']))
  it('puts what is missing last, whichever way it is sorted', () => {
    expect(names(sorted(estates, columns, 'share'))).toEqual(['南泾苑', '北岸佳园', '柳岸公寓'])
    expect(names(sorted(estates, columns, '-share'))).toEqual(['北岸佳园', '南泾苑', '柳岸公寓'])
  })
  it('says its order to a screen reader and tells the page', async () => {
    const page = show(LiTable, { props: { columns, rows: estates, row_key: (row: Estate) => row.name, caption: '各小区' } })
    await page.findAll('thead button')[1]!.trigger('click')
    expect(page.findAll('th')[1]!.attributes('aria-sort')).toBe('descending')
    expect(page.emitted('order')).toEqual([['-share']])
    expect(page.find('tbody th').text()).toBe('北岸佳园')
  })
})
