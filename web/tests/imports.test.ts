import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import what (UI-4, UI-22, UI-54). */
const source = join(__dirname, '../src')
function files_below(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files_below(path) : [path]
  })
}
const files = files_below(source).map((path) => ({ name: relative(source, path), text: readFileSync(path, 'utf8') }))
const offenders = (what: RegExp, among: RegExp) => files.filter((file) => among.test(file.name) && what.test(file.text)).map((file) => file.name)

describe('imports', () => {
  it('only the chart module imports ECharts', () => {
    expect(offenders(/from 'echarts/, /\.(ts|vue)$/)).toEqual(['shared/chart/echarts.ts'])
  })
  it('the resident and shared pages never use the staff kit', () => {
    expect(offenders(/element-plus|<El[A-Z]/, /^(resident|shared)\//)).toEqual([])
  })
  it('the entries do not import each other', () => {
    expect(offenders(/from '.*\/staff\//, /^(resident|shared)\//)).toEqual([])
    expect(offenders(/from '.*\/resident\//, /^(staff|shared)\//)).toEqual([])
  })
  it('colours are written in theme.css alone', () => {
    expect(offenders(/#[0-9a-fA-F]{3,8}\b(?![-\w])|\brgba?\(|\bhsla?\(/, /^(?!shared\/theme\.css).*\.(css|vue)$/)).toEqual([])
  })
  it('nothing writes inline styles, HTML or evaluates text', () => {
    expect(offenders(/\sstyle="|v-html|innerHTML|\beval\(|new Function\(/, /\.(ts|vue)$/)).toEqual([])
  })
})
