import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Texts of all pages (UI-45): both languages, none unused, none missing, no literal beside the catalogue. */
const source = join(__dirname, '../src')

function files_below(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files_below(path) : [path]
  })
}
const files = files_below(source)
const read = (path: string) => readFileSync(path, 'utf8')
const chinese = files.filter((path) => path.endsWith('/zh-CN.json'))
const catalogue = (path: string) => JSON.parse(read(path)) as Record<string, string>
const code = files.filter((path) => /\.(vue|ts)$/.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
const all_code = code.map(read).join('\n')
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]))].sort()

// Names of languages and the banner that stands in both languages on purpose.
const proper_words: Record<string, string> = { 'switches.other_language': '中文', 'page.demo': '演示数据 demo data' }

describe('texts', () => {
  it.each(chinese)('%s has the same keys and placeholders in both languages', (path) => {
    const zh = catalogue(path)
    const en = catalogue(path.replace('zh-CN.json', 'en.json'))
    expect(Object.keys(en)).toEqual(Object.keys(zh))
    for (const key of Object.keys(zh)) expect([key, placeholders(en[key]!)]).toEqual([key, placeholders(zh[key]!)])
  })

  it('no key stands in two catalogues of one entry', () => {
    const seen = new Map<string, string>()
    const twice: string[] = []
    for (const path of chinese) {
      for (const key of Object.keys(catalogue(path))) {
        if (seen.has(key)) twice.push(key)
        seen.set(key, path)
      }
    }
    expect(twice).toEqual([])
  })

  it('the English catalogues hold no Chinese characters', () => {
    const found = chinese
      .map((path) => path.replace('zh-CN.json', 'en.json'))
      .flatMap((path) => Object.entries(catalogue(path)))
      .filter(([key, text]) => /[\u3400-\u9fff]/.test(text) && proper_words[key] !== text)
    expect(found).toEqual([])
  })

  it('every key that the code names exists', () => {
    const keys = new Set(chinese.flatMap((path) => Object.keys(catalogue(path))))
    const used = [...all_code.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((hit) => hit[1]!)
    expect(used.filter((key) => !keys.has(key))).toEqual([])
  })

  it('every key is used: named in the code, or under a prefix that the code puts together', () => {
    const prefixes = [...all_code.matchAll(/`([\w.]+\.)\$\{/g)].map((hit) => hit[1]!)
    const quoted = new Set([...all_code.matchAll(/'([\w.-]+)'/g)].map((hit) => hit[1]!))
    const unused = chinese.flatMap((path) => Object.keys(catalogue(path))).filter((key) => !quoted.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))
    expect(unused).toEqual([])
  })

  it('templates and scripts hold no literal text', () => {
    const found: string[] = []
    for (const path of code) {
      const text = read(path)
      const without_comments = text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|\/\/.*$/gm, '')
      if (/[\u4e00-\u9fff]/.test(without_comments)) found.push(`${path}: Chinese outside a catalogue`)
      const template = /<template>([\s\S]*)<\/template>/.exec(text)?.[1] ?? ''
      const words = template
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/\{\{[\s\S]*?\}\}/g, '')
        .replace(/<[a-zA-Z/](?:"[^"]*"|'[^']*'|[^>"'])*>/g, '')
      const literal = /[A-Za-z]{2,}/.exec(words)
      if (literal) found.push(`${path}: "${literal[0]}"`)
      for (const attribute of template.matchAll(/\s(?:title|placeholder|aria-label|alt|label)="([^"]*[A-Za-z]{2,}[^"]*)"/g)) found.push(`${path}: ${attribute[0]}`)
    }
    expect(found).toEqual([])
  })
})
