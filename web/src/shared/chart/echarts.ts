// The only file that imports ECharts (UI-4): tree-shaken, SVG, loaded when a chart comes into view.
import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ComposeOption, type ECharts } from 'echarts/core'
import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'
import { standing_of, value_text } from '../estimate/estimate'
import { percent } from '../format'
import type { BarRow, ChartInput, DumbbellRow, LinePoint, WhiskerRow } from './kinds'
import { sentence_of, twin_of } from './twin'

use([BarChart, CustomChart, LineChart, GridComponent, TooltipComponent, SVGRenderer])

export type Option = ComposeOption<BarSeriesOption | CustomSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption>
export type { ECharts }

interface Tokens {
  text: string
  quiet: string
  line: string
  primary: string
  soft: string
  peers: string
  surface: string
  categories: string[]
  size: number
  font: string
}

function tokens(): Tokens {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    text: token('--text'),
    quiet: token('--text-2'),
    line: token('--line'),
    primary: token('--primary'),
    soft: token('--sequence-2'),
    peers: token('--category-2'),
    surface: token('--surface'),
    categories: [1, 2, 3, 4, 5].map((step) => token(`--category-${step}`)),
    size: Math.max(14, parseFloat(style.fontSize) * 0.875),
    font: token('--font'),
  }
}

export function draw(element: HTMLElement): ECharts {
  return init(element, null, { renderer: 'svg' })
}

/** Height that gives every row of the chart the same room. */
function row_height(): number {
  return Math.max(36, tokens().size * 2.5)
}

export function height_of(input: ChartInput): number {
  const row = row_height()
  if (input.kind === 'lines') return 300
  return input.data.length * row + 56
}

export function option_of(input: ChartInput, width: number): Option {
  const look = tokens()
  switch (input.kind) {
    case 'whisker':
      return whisker(input.data, look, width, tooltip(input, look))
    case 'dumbbell':
      return dumbbell(input.data, look, width, tooltip(input, look))
    case 'lines':
      return lines(input.data, look, tooltip(input, look))
    case 'bars':
      return bars(input.data, look, width, tooltip(input, look))
  }
}

/** Rich text only: an HTML tooltip would write inline styles against the policy (UI-32). */
function tooltip(input: ChartInput, look: Tokens): TooltipComponentOption {
  const twin = twin_of(input)
  const series = input.kind === 'lines' ? series_of(input.data) : []
  return {
    renderMode: 'richText',
    confine: true,
    trigger: 'item',
    backgroundColor: look.surface,
    borderColor: look.quiet,
    borderWidth: 1,
    textStyle: { color: look.text, fontSize: look.size, fontFamily: look.font },
    formatter: (given) => {
      const point = Array.isArray(given) ? given[0] : given
      if (!point) return ''
      if (input.kind !== 'lines') return sentence_of(twin, point.dataIndex)
      const name = series[point.seriesIndex ?? 0]
      return sentence_of(twin, input.data.findIndex((one) => one.series === name && one.at === point.name))
    },
  }
}

function label_width(width: number): number {
  return Math.max(84, Math.min(300, width * 0.34))
}

function share_axis(look: Tokens) {
  return {
    type: 'value' as const,
    min: 0,
    max: 1,
    axisLabel: { formatter: (share: number) => percent(share), color: look.quiet, fontSize: look.size, fontFamily: look.font },
    splitLine: { lineStyle: { color: look.line } },
  }
}

function row_axis(labels: string[], look: Tokens, width: number) {
  return {
    type: 'category' as const,
    data: labels,
    inverse: true,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.quiet } },
    axisLabel: { color: look.text, fontSize: look.size, fontFamily: look.font, width: label_width(width) - 12, overflow: 'break' as const, lineHeight: look.size * 1.15, interval: 0 },
  }
}

function row_grid(width: number) {
  return { left: label_width(width), right: 64, top: 8, bottom: 32, containLabel: false }
}

const base = { animation: false, stateAnimation: { duration: 0 } }

function whisker(rows: WhiskerRow[], look: Tokens, width: number, tip: TooltipComponentOption): Option {
  return {
    ...base,
    tooltip: tip,
    grid: row_grid(width),
    xAxis: share_axis(look),
    yAxis: row_axis(
      rows.map((row) => row.label),
      look,
      width,
    ),
    series: [
      {
        type: 'custom',
        data: rows.map((row, index) => ({ value: [row.estimate.value ?? 0, index], name: row.label })),
        renderItem: (_params, place) => {
          const index = place.value(1) as number
          const row = rows[index]
          if (!row) return null
          const at = (share: number) => place.coord([share, index]) as [number, number]
          const y = at(0)[1]
          const colour = row.marked ? look.peers : look.primary
          const children: object[] = []
          if (standing_of(row.estimate) !== 'shown') {
            children.push({ type: 'text', style: { text: '—', x: at(0)[0] + 6, y, fill: look.quiet, verticalAlign: 'middle', fontSize: look.size, fontFamily: look.font } })
            return { type: 'group', children } as never
          }
          const { value, lower, upper, band2 } = row.estimate
          if (band2?.lower != null && band2.upper != null) children.push(rectangle(at(band2.lower)[0], at(band2.upper)[0], y, 12, look.soft))
          if (lower != null && upper != null) {
            const [left, right] = [at(lower)[0], at(upper)[0]]
            children.push(stroke(left, y, right, y, colour, 2), stroke(left, y - 5, left, y + 5, colour, 2), stroke(right, y - 5, right, y + 5, colour, 2))
          }
          if (row.peers != null) children.push(stroke(at(row.peers)[0], y - 10, at(row.peers)[0], y + 10, look.peers, 3))
          children.push({ type: 'circle', shape: { cx: at(value ?? 0)[0], cy: y, r: 5 }, style: { fill: colour, stroke: look.surface, lineWidth: 1 } })
          children.push({
            type: 'text',
            style: { text: value_text(row.estimate), x: at(1)[0] + 8, y, fill: look.text, verticalAlign: 'middle', fontSize: look.size, fontFamily: look.font },
          })
          if (row.bracket != null) children.push(...bracket_part(rows, index, at(1)[0] - 4, y, look))
          return { type: 'group', children } as never
        },
      },
    ],
  }
}

/** A bracket on the right over neighbours that cannot be told apart. */
function bracket_part(rows: WhiskerRow[], index: number, x: number, y: number, look: Tokens): object[] {
  const group = rows[index]?.bracket
  const above = rows[index - 1]?.bracket === group
  const below = rows[index + 1]?.bracket === group
  if (!above && !below) return []
  const half = row_height() / 2
  const parts = [stroke(x, above ? y - half : y - 8, x, below ? y + half : y + 8, look.quiet, 1)]
  if (!above) parts.push(stroke(x - 5, y - 8, x, y - 8, look.quiet, 1))
  if (!below) parts.push(stroke(x - 5, y + 8, x, y + 8, look.quiet, 1))
  return parts
}

function dumbbell(rows: DumbbellRow[], look: Tokens, width: number, tip: TooltipComponentOption): Option {
  return {
    ...base,
    tooltip: tip,
    grid: row_grid(width),
    xAxis: share_axis(look),
    yAxis: row_axis(
      rows.map((row) => row.label),
      look,
      width,
    ),
    series: [
      {
        type: 'custom',
        data: rows.map((row, index) => ({ value: [row.after.value ?? 0, index], name: row.label })),
        renderItem: (_params, place) => {
          const index = place.value(1) as number
          const row = rows[index]
          if (!row || row.before.value === null || row.after.value === null) return null
          const at = (share: number) => place.coord([share, index]) as [number, number]
          const y = at(0)[1]
          const colour = row.differs ? look.primary : look.quiet
          const [from, to] = [at(row.before.value)[0], at(row.after.value)[0]]
          return {
            type: 'group',
            children: [
              stroke(from, y, to, y, colour, row.differs ? 3 : 1),
              { type: 'circle', shape: { cx: from, cy: y, r: 5 }, style: { fill: look.surface, stroke: colour, lineWidth: 2 } },
              { type: 'circle', shape: { cx: to, cy: y, r: 5 }, style: { fill: colour } },
              { type: 'text', style: { text: value_text(row.after), x: at(1)[0] + 8, y, fill: look.text, verticalAlign: 'middle', fontSize: look.size, fontFamily: look.font } },
            ],
          } as never
        },
      },
    ],
  }
}

function series_of(points: LinePoint[]): string[] {
  return [...new Set(points.map((point) => point.series))]
}

function lines(points: LinePoint[], look: Tokens, tip: TooltipComponentOption): Option {
  const times = [...new Set(points.map((point) => point.at))].sort()
  return {
    ...base,
    tooltip: tip,
    grid: { left: 56, right: 96, top: 16, bottom: 32 },
    xAxis: { type: 'category', data: times, axisLabel: { color: look.quiet, fontSize: look.size, fontFamily: look.font, hideOverlap: true }, axisLine: { lineStyle: { color: look.quiet } } },
    yAxis: { type: 'value', min: 0, axisLabel: { color: look.quiet, fontSize: look.size, fontFamily: look.font }, splitLine: { lineStyle: { color: look.line } } },
    series: series_of(points).map((name, index) => {
      const colour = look.categories[index % look.categories.length]
      const by_time = new Map(points.filter((point) => point.series === name).map((point) => [point.at, point.value]))
      return {
        type: 'line',
        name,
        data: times.map((at) => by_time.get(at) ?? null),
        connectNulls: false,
        symbolSize: 7,
        lineStyle: { color: colour, width: 2 },
        itemStyle: { color: colour },
        endLabel: { show: true, formatter: name, color: colour, fontSize: look.size, fontFamily: look.font },
      }
    }),
  }
}

function bars(rows: BarRow[], look: Tokens, width: number, tip: TooltipComponentOption): Option {
  return {
    ...base,
    tooltip: tip,
    grid: { ...row_grid(width), right: 110, bottom: 8 },
    xAxis: { type: 'value', min: 0, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: row_axis(
      rows.map((row) => row.label),
      look,
      width,
    ),
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        data: rows.map((row) => row.value),
        itemStyle: { color: look.primary },
        label: { show: true, position: 'right', color: look.text, fontSize: look.size, fontFamily: look.font, formatter: (bar) => rows[bar.dataIndex]?.text ?? '' },
      },
    ],
  }
}

function stroke(x1: number, y1: number, x2: number, y2: number, colour: string, lineWidth: number) {
  return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth } }
}

function rectangle(left: number, right: number, y: number, height: number, colour: string) {
  return { type: 'rect', shape: { x: left, y: y - height / 2, width: right - left, height }, style: { fill: colour } }
}
