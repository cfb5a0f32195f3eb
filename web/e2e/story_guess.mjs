// Before anybody sees a number: what the secretary expects.
import { button, must, send, shows } from './stage.mjs'

/** Page S3, locked: the results of the own committee open after the guess (ST-70). */
export async function the_secretary_guesses(stage) {
  stage.story.guesses_on_the_page = true
  const wang = await stage.as('secretary')
  stage.story.guesses_on_the_page = false
  const { page } = wang
  const area = /areas\/([^/?]+)/.exec(page.url())[1]
  await wang.go(`/staff/areas/${area}/surprises`)
  await shows(page.getByRole('heading', { name: '先写下您的估计' }), 'the form of the guess instead of the results')
  await wang.go(`/staff/areas/${area}/needs`)
  await page.getByLabel(/公共设施/).selectOption('40-60')
  await wang.check_accessibility()
  const guess = await send(wang, button(page, '记下估计，看结果'))
  must(guess.bands.length === 1 && guess.bands[0].upper === 60, `recorded: ${JSON.stringify(guess)}`)
  await page.getByRole('heading', { name: '先写下您的估计' }).waitFor({ state: 'detached' })
}
