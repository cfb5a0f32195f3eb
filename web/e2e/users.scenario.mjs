import { sign_in } from './people.mjs'
import { must, words_of } from './stage.mjs'

export default [
  {
    name: 'a collector is added by the security administrator and begins when the secretary agrees',
    async run({ arrive, demo, language }) {
      const say = words_of(language)
      const login = `newcomer-${language.toLowerCase()}`
      const name = language === 'en' ? 'Newcomer' : '新来的小许'

      const secretary = await arrive()
      await sign_in(secretary, demo, 'secretary')
      const committee = /areas\/([^/]+)/.exec(secretary.page.url())[1]

      const security = await arrive()
      await sign_in(security, demo, 'security')
      await security.go(`/staff/areas/${committee}/users?lang=${language}`)
      const { page } = security
      await page.locator('details.card summary').click()
      const form = page.locator('details.card form')
      await form.locator('input').nth(0).fill(login)
      await form.locator('input').nth(1).fill(name)
      await form.locator('select').selectOption('collector')
      await form.getByRole('button', { name: say('users.save'), exact: true }).click()
      const password = await page.locator('.notice.success code').innerText()
      must(/^[a-z2-8-]{19}$/.test(password), `no password is shown once, but "${password}"`)
      const card = page.locator('section.card', { hasText: login })
      await card.locator('li', { hasText: say('role.collector') }).waitFor()
      must((await card.locator('li button').count()) === 0, 'the role stands before the secretary has agreed')
      if (process.env.LILONG_E2E_PICTURES) await page.screenshot({ path: `${process.env.LILONG_E2E_PICTURES}/users-${language}.png`, fullPage: true })
      await security.check_accessibility()
      await page.reload()
      await security.calm()
      must((await page.locator('.notice.success code').count()) === 0, 'the password is shown a second time')

      await secretary.go(`/staff/areas/${committee}?lang=${language}`)
      const waiting = secretary.page.locator('section.card li', { hasText: name })
      await waiting.getByRole('button', { name: say('role_requests.agree'), exact: true }).click()
      await waiting.waitFor({ state: 'detached' })

      await page.reload()
      await security.calm()
      await card.getByRole('button', { name: say('users.revoke'), exact: true }).waitFor()
      // the one whom rule X-1 forbids
      security.expected_statuses.add(409)
      await card.locator('select').selectOption('audit_administrator')
      await card.getByRole('button', { name: say('users.grant'), exact: true }).click()
      await page.getByText('X-1').waitFor()
    },
  },
]
