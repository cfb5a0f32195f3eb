let last_to_open = Promise.resolve()

/** A secretary sees the results of the own committee only after a guess, or a reason not to guess; here the reason. */
async function open_results(visitor) {
  const fault = await visitor.page.evaluate(async () => {
    const ask = async (path, body) => {
      const headers = { 'X-Lilong-Request': '1', 'Content-Type': 'application/json' }
      const answer = await fetch(`/api/v1${path}`, { method: body ? 'POST' : 'GET', headers, ...(body ? { body: JSON.stringify(body) } : {}) })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return answer.status === 204 ? null : answer.json()
    }
    try {
      const { grants } = await ask('/session')
      for (const { area } of grants.filter((one) => one.role === 'committee_secretary'))
        for (const round of (await ask(`/areas/${area.id}/rounds`)).items) {
          const path = `/areas/${area.id}/rounds/${round.id}/guess`
          if ((await ask(path)).must_guess) await ask(`${path}/waiver`, { reason: 'scenario of the browser tests' })
        }
      return ''
    } catch (error) {
      return String(error)
    }
  })
  if (fault) throw new Error(fault)
}

/** Signs in on the page itself, as the person of the cast does. */
export async function sign_in(visitor, demo, who) {
  const { user, password } = demo.account(who)
  const { page } = visitor
  await visitor.go('/staff/sign-in')
  await page.locator('input[autocomplete=username]').fill(user)
  await page.locator('input[type=password]').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => url.pathname.includes('/areas/'))
  await visitor.calm()
  if (demo.guesses_on_the_page) return
  // one after the other: two scenarios may play with the same person
  const before = last_to_open
  last_to_open = before.catch(() => {}).then(() => open_results(visitor))
  await last_to_open
}
