// A real browser on the real server. Whatever breaks the promises of every page (UI-75) is collected as a finding:
// policy messages, console errors, third-party requests, axe findings, messages without text.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export async function open_browser() {
  const executablePath = process.env.LILONG_CHROMIUM ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, headless: true, args: ['--headless', ...flags] })
}

export class Visitor {
  findings = []
  /** answers that the scenario provokes on purpose, e.g. 404 for a colleague of another area */
  expected_statuses = new Set()

  static async arrive(browser, base, { language = 'zh-CN', width = 1280, height = 900 } = {}) {
    const visitor = new Visitor()
    visitor.base = base
    visitor.context = await browser.newContext({ locale: language, viewport: { width, height }, baseURL: base, reducedMotion: 'reduce' })
    await visitor.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`))
    })
    visitor.page = await visitor.context.newPage()
    visitor.listen()
    return visitor
  }

  listen() {
    this.page.on('console', (message) => {
      if (message.type() !== 'error') return
      const status = /status of (\d{3})/.exec(message.text())?.[1]
      if (status && this.expected_statuses.has(Number(status))) return
      this.findings.push(`console: ${message.text()} (${this.page.url()})`)
    })
    this.page.on('pageerror', (error) => this.findings.push(`script error: ${error.message} (${this.page.url()})`))
    this.page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(this.base) && !/^(data|blob):/.test(url)) this.findings.push(`third-party request: ${url}`)
    })
  }

  async go(path) {
    await this.page.goto(this.base + path)
    await this.calm()
  }

  /** Nothing is being read any more. */
  async calm() {
    await this.page.waitForLoadState('networkidle')
    await this.page.waitForSelector('h1')
  }

  /** The rules that a machine can check (UI-43). axe comes in through the debugger, so the policy stays on. */
  async check_accessibility() {
    const session = await this.context.newCDPSession(this.page)
    await session.send('Runtime.evaluate', { expression: axe })
    const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: `axe.run(document, ${JSON.stringify(options)}).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.failureSummary.split('\\n').slice(1, 2).join('')).join(' | '))))`,
      awaitPromise: true,
      returnByValue: true,
    })
    await session.detach()
    if (exceptionDetails) throw new Error(`axe did not run: ${exceptionDetails.text}`)
    for (const violation of JSON.parse(result.value)) this.findings.push(`axe ${violation} (${this.page.url()})`)
    const own = await this.page.evaluate(() => {
      const found = []
      const headings = [...document.querySelectorAll('h1,h2,h3,h4')].filter((one) => one.getClientRects().length > 0)
      if (headings.filter((one) => one.tagName === 'H1').length !== 1) found.push('not exactly one h1')
      headings.reduce((before, one) => {
        const level = Number(one.tagName[1])
        if (level > before + 1) found.push(`heading "${one.textContent.trim()}" skips a level`)
        return level
      }, 0)
      if (document.title.trim() === '') found.push('no title')
      if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) found.push('scrolls sideways')
      return found
    })
    for (const finding of own) this.findings.push(`${finding} (${this.page.url()})`)
  }

  async leave() {
    await this.context.close()
    return this.findings
  }
}
