import { expect, it } from 'vitest'
import { speak } from '../../../tests/mount'
import { content_type_of, template_of } from './template'

const kind = { kind: 'households', can_be_undone: true, columns: [{ key: 'estate', also: ['小区'], needed: true }, { key: 'door', also: ['room', '门牌'], needed: true }] }

it('a template has the Chinese column names, and the keys in English', async () => {
  await speak('zh-CN')
  expect(template_of(kind)).toBe('\uFEFF小区,门牌\r\n')
  await speak('en')
  expect(template_of(kind)).toBe('\uFEFFestate,door\r\n')
})
it('a workbook is sent as a workbook, everything else as a table', () => {
  expect(content_type_of('户册.XLSX')).toContain('spreadsheetml')
  expect(content_type_of('户册.csv')).toBe('text/csv')
})
