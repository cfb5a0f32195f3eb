// Scenarios of ui.md section 16 against the real server with demo data: node e2e/run.mjs [SC-1 …]
// Every policy message, console error, third-party request and axe finding fails the scenario it happened in.
import { mkdirSync } from 'node:fs'
import { readdirSync } from 'node:fs'
import { Visitor, open_browser } from './browser.mjs'
import { start_demo } from './server.mjs'

const here = new URL('.', import.meta.url)
const wanted = process.argv.slice(2)
const output = new URL('output/', here).pathname
mkdirSync(output, { recursive: true })

const scenarios = []
for (const file of readdirSync(here).filter((name) => name.endsWith('.scenario.mjs')).sort()) {
  const { default: list } = await import(new URL(file, here).href)
  scenarios.push(...list)
}

const demo = await start_demo()
const browser = await open_browser()
let passed = 0
let failed = 0

async function play(scenario, language) {
  const visitors = []
  const arrive = async (options = {}) => {
    const visitor = await Visitor.arrive(browser, demo.base, { language, ...options })
    visitors.push(visitor)
    return visitor
  }
  const title = `${scenario.name} [${language}]`
  const problems = []
  const begun = performance.now()
  try {
    await scenario.run({ arrive, demo, language })
  } catch (error) {
    problems.push(String(error.stack ?? error))
    let picture = 0
    for (const visitor of visitors) {
      await visitor.page.screenshot({ path: `${output}${title.replace(/\W+/g, '-')}-${++picture}.png`, fullPage: true }).catch(() => {})
    }
  }
  for (const visitor of visitors) problems.push(...(await visitor.leave()))
  if (problems.length === 0) {
    passed += 1
    console.log(`ok      ${title}${process.env.LILONG_E2E_TIMES ? ` ${((performance.now() - begun) / 1000).toFixed(1)} s` : ''}`)
  } else {
    failed += 1
    console.log(`FAILED  ${title}`)
    for (const problem of [...new Set(problems)]) console.log(`        ${problem}`)
  }
}

// Two at a time, since each mostly waits for pages; those that live through months on a server of their own come first.
const plays = scenarios
  .filter((one) => wanted.length === 0 || wanted.some((part) => one.name.includes(part)))
  .sort((a, b) => Number(b.months ?? false) - Number(a.months ?? false))
  .flatMap((one) => (one.languages ?? ['zh-CN', 'en']).map((language) => [one, language]))
const stage_hand = async () => {
  for (let next = plays.shift(); next; next = plays.shift()) await play(...next)
}
await Promise.all([stage_hand(), stage_hand()])
await browser.close()
await demo.stop()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
