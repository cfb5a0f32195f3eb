import { sign_in } from './people.mjs'

const words = {
  'zh-CN': { surprise: '想不到', whisker: '单独站着的那一条', table: '看表格', drawing: '看图', other: 'English', needs: '需要什么', why: '怎么算的' },
  en: { surprise: 'The surprise', whisker: 'The whisker that stands alone', table: 'Show as table', drawing: 'Show as chart', other: '中文', needs: 'needs', why: 'How computed' },
}

export default [
  {
    name: 'SC-1 I start the demo, follow the tour, and see why the 2005 estate surprised the secretary',
    async run({ arrive, demo, language }) {
      const say = words[language]
      const secretary = await arrive()
      const { page } = secretary
      await sign_in(secretary, demo, 'secretary')
      await page.getByText('演示数据 demo data').waitFor()
      await secretary.check_accessibility()

      await page.getByRole('link', { name: say.surprise, exact: true }).first().click()
      await secretary.calm()
      const surprise = page.locator('section.card', { hasText: '90 %' }).first()
      await surprise.locator('svg').first().waitFor()
      await surprise.getByText(/n = 418/).first().waitFor()
      await surprise.getByText(say.why).click()
      await secretary.check_accessibility()

      await page.goBack()
      await secretary.calm()
      await page.getByRole('link', { name: say.whisker }).click()
      await secretary.calm()
      await page.locator('figure svg').first().waitFor()
      await page.getByRole('button', { name: say.table }).click()
      await page.locator('figure table').waitFor()
      await page.getByRole('button', { name: say.drawing }).click()
      await secretary.check_accessibility()

      // the chart with the keyboard alone: what it says is what the table says
      await page.locator('figure .drawing').focus()
      await page.keyboard.press('ArrowDown')
      const spoken = (await page.locator('figure [aria-live]').textContent()) ?? ''
      if (!/n = \d+/.test(spoken)) throw new Error(`the chart says: ${spoken}`)

      // switching the language keeps the page
      const before = new URL(page.url()).pathname
      await page.getByRole('button', { name: say.other }).click()
      await page.waitForFunction((was) => document.documentElement.lang !== was, language)
      if (new URL(page.url()).pathname !== before) throw new Error('the language switch left the page')
    },
  },
]
