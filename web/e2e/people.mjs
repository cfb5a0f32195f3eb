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
}
