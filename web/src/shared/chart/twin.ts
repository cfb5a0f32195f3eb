import { estimate_text } from '../estimate/estimate'
import { percent } from '../format'
import { i18n } from '../i18n'
import type { ChartInput } from './kinds'

/** The table twin of a chart: the same array in words. Each row is also what the tooltip and the live region say. */
export interface Twin {
  heads: string[]
  rows: { key: string; cells: string[] }[]
}

export function twin_of(input: ChartInput): Twin {
  const { t } = i18n.global
  switch (input.kind) {
    case 'whisker': {
      const with_peers = input.data.some((row) => row.peers != null)
      return {
        heads: [t('chart.item'), t('chart.share'), ...(with_peers ? [t('chart.peers')] : [])],
        rows: input.data.map((row) => ({
          key: row.key,
          cells: [row.label, estimate_text(row.estimate), ...(with_peers ? [row.peers == null ? '' : percent(row.peers)] : [])],
        })),
      }
    }
    case 'dumbbell':
      return {
        heads: [t('chart.item'), input.before_label, input.after_label, t('chart.change')],
        rows: input.data.map((row) => ({
          key: row.key,
          cells: [row.label, estimate_text(row.before), estimate_text(row.after), t(row.differs ? 'chart.differs' : 'chart.within_noise')],
        })),
      }
    case 'lines':
      return {
        heads: [t('chart.when'), t('chart.series'), input.y_label],
        rows: input.data.map((point) => ({
          key: `${point.series}/${point.at}`,
          cells: [point.at, point.series, point.value === null ? t('estimate.not_surveyed') : (point.text ?? String(point.value))],
        })),
      }
    case 'bars':
      return {
        heads: [t('chart.item'), input.value_label],
        rows: input.data.map((row) => ({ key: row.key, cells: [row.label, row.text] })),
      }
  }
}

/** What one point says, aloud and in the tooltip. */
export function sentence_of(twin: Twin, index: number): string {
  const row = twin.rows[index]
  if (!row) return ''
  return row.cells.map((cell, column) => (column === 0 ? cell : `${twin.heads[column]}: ${cell}`)).join('\n')
}
