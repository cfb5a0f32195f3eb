// Byte budgets of the pages, after gzip (UI-66 to UI-71). A build over budget fails.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const assets = readdirSync(join(dist, 'assets'))
const text_of = (name) => readFileSync(join(dist, 'assets', name), 'utf8')
const kb_of = (names) => [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, 'assets', name)), { level: 9 }).length, 0) / 1000

const in_document = (html) => [...readFileSync(join(dist, html), 'utf8').matchAll(/assets\/([\w.-]+)/g)].map((hit) => hit[1])
const imports_of = (name, pattern) => [...text_of(name).matchAll(pattern)].map((hit) => hit[1]).filter((hit) => assets.includes(hit))

function closure(names, pattern) {
  const seen = new Set()
  const queue = [...names]
  while (queue.length > 0) {
    const name = queue.pop()
    if (seen.has(name)) continue
    seen.add(name)
    if (name.endsWith('.js')) queue.push(...imports_of(name, pattern))
  }
  return seen
}
const statically = /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g
const anyhow = /["'](?:\.\/|assets\/)([\w.-]+\.(?:js|css))["']/g
const only = (names, ending) => [...names].filter((name) => name.endsWith(ending))

const resident = closure(in_document('index.html'), statically)
const staff = closure(in_document('staff/index.html'), statically)
const staff_all = closure(in_document('staff/index.html'), anyhow)
const resident_all = closure(in_document('index.html'), anyhow)
const chart = only(assets, '.js').filter((name) => name.startsWith('echarts'))
const without_charts = only(staff_all, '.js').filter((name) => !chart.includes(name))

const rows = [
  ['initial JavaScript, resident', kb_of(only(resident, '.js')), 90],
  ['staff shell, JavaScript', kb_of(only(staff, '.js')), 130],
  ['chart chunk', kb_of(chart), 230],
  ['all staff JavaScript without charts', kb_of(without_charts), 350],
  ['CSS staff', kb_of(only(staff_all, '.css')), 35],
  ['CSS resident', kb_of(only(resident_all, '.css')), 12],
]
let over = 0
for (const [what, kb, limit] of rows) {
  if (kb > limit) over += 1
  console.log(`budget: ${what.padEnd(38)} ${kb.toFixed(1).padStart(6)} KB of ${limit} KB${kb > limit ? '  OVER' : ''}`)
}
process.exit(over > 0 ? 1 : 0)
