import { sign_in } from './people.mjs'
import { until } from './stage.mjs'

const words = {
  'zh-CN': {
    surprise: '想不到', whisker: '单独站着的那一条', visit: '入户查因', project: '变成项目', rises: '停车的事往上走', home: '首页',
    table: '看表格', drawing: '看图', other: 'English', causes: '12 次入户访谈中，9 户说的是大门与道路', gate: '13.6 万元', yes: '同意',
  },
  en: {
    surprise: 'The surprise', whisker: 'The whisker that stands alone', visit: 'A follow-up visit and its cause', project: 'It becomes a project', rises: 'Parking rises', home: 'Home',
    table: 'Show as table', drawing: 'Show as chart', other: '中文', causes: /In 9 of 12 visits/, gate: '136,000 yuan', yes: 'in favour',
  },
}

export default [
  {
    name: 'SC-1 I start the demo, follow the tour, and see why the 2005 estate surprised the secretary',
    async run({ arrive, demo, language }) {
      const say = words[language]
      const secretary = await arrive()
      const { page } = secretary
      const stop = async (title) => {
        await page.getByRole('navigation').getByRole('link', { name: say.home, exact: true }).click()
        await secretary.calm()
        await page.locator('.stops').getByRole('link', { name: title, exact: true }).click()
        await secretary.calm()
      }
      await sign_in(secretary, demo, 'secretary')
      await page.getByText('演示数据 demo data').waitFor()
      await secretary.check_accessibility()

      await stop(say.surprise)
      await secretary.check_accessibility()

      // the whisker that stands alone, as a drawing and as a table
      await stop(say.whisker)
      await page.locator('figure svg').first().waitFor()
      const first = page.locator('figure tbody tr').first()
      const show_table = page.getByRole('button', { name: say.table })
      // the page may still grow above the button while the mouse comes down
      await until(async () => {
        if ((await show_table.count()) > 0) await show_table.click({ timeout: 2000 }).catch(() => {})
        return (await first.count()) > 0
      }, 'the chart does not turn into its table')
      await first.getByText(/90 %.*n = 418/).waitFor()
      await page.getByRole('button', { name: say.drawing }).click()
      await secretary.check_accessibility()

      // the chart with the keyboard alone: what it says is what the table says
      await page.locator('figure .drawing').focus()
      await page.keyboard.press('ArrowDown')
      const spoken = (await page.locator('figure [aria-live]').textContent()) ?? ''
      if (!/90 %.*n = 418/.test(spoken)) throw new Error(`the chart says: ${spoken}`)

      // why: the visits and their cause
      await stop(say.visit)
      await page.locator('tbody th a').first().click()
      await secretary.calm()
      await page.getByText(say.causes).first().waitFor()
      await page.getByText(/90 %.*n = 418/).first().waitFor()
      await secretary.check_accessibility()

      // what was done: money and the three drafts
      await stop(say.project)
      await page.locator('tbody th a').first().click()
      await secretary.calm()
      await page.getByText(say.gate).first().waitFor()
      for (const share of ['56 %', '74 %', '88 %']) await page.locator('li', { hasText: share }).filter({ hasText: say.yes }).first().waitFor()
      await secretary.check_accessibility()

      // parking goes up and comes back
      await stop(say.rises)
      await page.locator('tbody th a').first().click()
      await secretary.calm()
      await secretary.check_accessibility()

      // switching the language keeps the page
      const before = new URL(page.url()).pathname
      await page.getByRole('button', { name: say.other, exact: true }).click()
      await page.waitForFunction((was) => document.documentElement.lang !== was, language)
      if (new URL(page.url()).pathname !== before) throw new Error('the language switch left the page')
    },
  },
]
