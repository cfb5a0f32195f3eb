// What the stories need besides pages: people who come and go, a calendar that can be turned, the words of the pages in
// the language of the run, and the API for the steps that have no page.
import { readFileSync, readdirSync } from 'node:fs'
import { sign_in } from './people.mjs'

const day_ms = 86_400_000
const patience = 15_000

/** Days from today in China to that date; negative before today. */
export function days_until(date) {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  return Math.round((Date.parse(date) - Date.parse(today)) / day_ms)
}

export function must(holds, otherwise) {
  if (!holds) throw new Error(otherwise)
}

export class Stage {
  visitors = new Map()
  signed_in_on = new Map()

  constructor(arrive, story, today) {
    this.arrive = arrive
    this.story = story
    this.today = today
  }

  /** Somebody at the browser; the pages see the same day as the server. */
  async guest(options) {
    const visitor = await this.arrive(options)
    visitor.base = this.story.base
    await visitor.page.clock.setFixedTime(`${this.today}T02:00:00Z`)
    return visitor
  }

  async as(who, options) {
    if (!this.visitors.has(who)) this.visitors.set(who, await this.guest(options))
    const visitor = this.visitors.get(who)
    if (this.signed_in_on.get(who) !== this.today) {
      await visitor.page.clock.setFixedTime(`${this.today}T02:00:00Z`)
      await sign_in(visitor, this.story, who)
      this.signed_in_on.set(who, this.today)
    }
    return visitor
  }

  /** Turns the calendar. Sessions end with it (nobody was seen for a day), which also tells that the server has noticed. */
  async day(date) {
    const witness = [...this.signed_in_on].find(([, on]) => on === this.today)?.[0]
    // no page may still be reading when its session ends
    for (const [who, on] of this.signed_in_on) if (on === this.today) await this.visitors.get(who).page.goto(`${this.story.base}/`)
    this.story.turn_calendar(days_until(date))
    if (witness) {
      const visitor = this.visitors.get(witness)
      await until(async () => (await call(visitor, 'GET', '/session')).user === null, `the server did not notice ${date}`)
    }
    this.today = date
  }
}

export async function until(holds, otherwise) {
  const end = performance.now() + patience
  for (;;) {
    const found = await holds()
    if (found) return found
    must(performance.now() < end, otherwise)
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** Asks the server from inside the page, with the session and the header of the page. */
export async function call(visitor, method, path, body) {
  const { status, text } = await visitor.page.evaluate(
    async ([method, path, body]) => {
      const headers = { 'X-Lilong-Request': '1', 'Accept-Language': 'zh-CN', 'Content-Type': 'application/json' }
      const response = await fetch(`/api/v1${path}`, { method, headers, ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }) })
      return { status: response.status, text: await response.text() }
    },
    [method, path, body],
  )
  must(status < 400, `${method} ${path} answered ${status}: ${text}`)
  return text === '' ? null : JSON.parse(text)
}

/** Presses a button that writes, and gives what the server answered. */
export async function send(visitor, button) {
  const [answer] = await Promise.all([visitor.page.waitForResponse((one) => one.request().method() !== 'GET', { timeout: patience }), button.click({ timeout: patience })])
  must(answer.ok(), `${answer.request().method()} ${answer.url()} answered ${answer.status()}: ${await answer.text()}`)
  return answer.status() === 204 ? null : answer.json()
}

export async function shows(locator, what) {
  await locator
    .first()
    .waitFor({ timeout: patience })
    .catch(() => {
      throw new Error(`the page does not show: ${what ?? locator}`)
    })
}

/** Fills the fields of a form by their labels (those that begin so, where none reads exactly so); a select takes the
 *  value, not the word. */
export async function fill(form, values) {
  for (const [label, value] of Object.entries(values)) {
    const exact = form.locator('label', { has: form.page().getByText(label, { exact: true }) }).locator('input, select, textarea')
    const field = ((await exact.count()) > 0 ? exact : form.getByLabel(label, { exact: false })).first()
    const kind = await field.evaluate((one) => one.tagName, undefined, { timeout: patience })
    if (kind === 'SELECT') await field.selectOption(value, { timeout: patience })
    else await field.fill(value, { timeout: patience })
  }
}

export const button = (within, name) => within.getByRole('button', { name, exact: true })

/** The card of a page that has this heading. */
export const card = (page, heading) => page.locator('section.card', { has: page.getByRole('heading', { name: heading, exact: true }) })

/** What an action asks before it is done. */
export const question = (page, cancel = '取消') => page.locator('form', { has: button(page, cancel) })

/** The words of the pages in that language: say('resources.title'), say('matches.certificate', { heads: 7, places: 3 }). */
export function words_of(language) {
  const src = new URL('../src/', import.meta.url).pathname
  const files = readdirSync(src, { recursive: true }).filter((file) => file.endsWith(`${language}.json`))
  const texts = Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(src + file, 'utf8'))))
  return (key, facts = {}) => {
    must(key in texts, `no text for ${key} in ${language}`)
    return texts[key].replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? `{${name}}`)
  }
}
