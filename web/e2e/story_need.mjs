// From 418 answers to a confirmed cause.
import { button, call, card, fill, must, question, send, shows } from './stage.mjs'

/** Page S20: the secretary imports what was collected on paper. */
export async function answers_come_in(stage, told) {
  const wang = await stage.as('secretary')
  const { page } = wang
  told.area = /areas\/([^/?]+)/.exec(page.url())[1]
  const { children } = await call(wang, 'GET', `/areas/${told.area}`)
  told.estate = children.find((one) => one.name.zh === '北岸佳园').id
  const rounds = (await call(wang, 'GET', `/areas/${told.area}/rounds`)).items
  told.round = rounds.sort((a, b) => b.opens_on.localeCompare(a.opens_on))[0].id

  await wang.go(`/staff/areas/${told.area}/import`)
  await page.getByLabel('导入什么').selectOption('answers')
  await page.locator('input[type=file]').setInputFiles(stage.story.answers)
  await shows(page.getByText(/共 418 行，其中 0 行有误/))
  await wang.check_accessibility()
  const done = await send(wang, button(page, '确认导入'))
  must(done.state === 'confirmed' && done.rows === 418, `the import is ${done.state} with ${done.rows} rows`)
}

/** Pages S3 and S4: what the estate needs, and that nobody expected it. */
export async function surprise_at_the_gate(stage, told) {
  const wang = await stage.as('secretary')
  const { page } = wang
  await wang.go(`/staff/areas/${told.estate}/needs?round=${told.round}`)
  const first = page.locator('figure + *, .card').locator('tbody tr').first()
  await shows(first.getByText(/90 %（n = 418，95 % 区间 8\d–9\d）/), '90 % with n = 418 and its interval')
  must(/公共设施/.test(await first.textContent()), `first is: ${await first.textContent()}`)

  // no page: a need is opened from the estimate by the door of the server
  const opened = await call(wang, 'POST', `/areas/${told.area}/rounds/${told.round}/candidates`, { item: 'facilities', estate: told.estate })
  told.need = opened.items.find((one) => one.need)?.need
  must(told.need, `no candidate: ${JSON.stringify(opened)}`)

  await wang.go(`/staff/areas/${told.area}/surprises?round=${told.round}`)
  const surprise = page.locator('section.card', { hasText: /北岸佳园：.*公共设施.* 90 %，同类小区应在 \d+ % 左右/ }).first()
  await shows(surprise, 'the surprise of the gate with what was expected')
  await wang.check_accessibility()
  await surprise.getByRole('link', { name: '入户查因' }).click()
  await page.waitForURL((url) => url.pathname.endsWith(`/cases/${told.need}`))
}

const visits = [
  ['gate_and_paths', '大门只有一个口，人和车挤在一起，接孩子最怕'],
  ['gate_and_paths', '早上倒车出门要等十分钟，电动车从缝里钻'],
  ['gate_and_paths', '推轮椅进出要和汽车抢道'],
  ['lighting', '后排路灯坏了两盏'],
  ['gate_and_paths', '大门又窄又破，消防车进不来'],
  ['gate_and_paths', '快递车一停，谁也走不了'],
  ['drying_and_seats', '没地方晒被子'],
  ['gate_and_paths', '希望大门人车分开'],
  ['gate_and_paths', '门口撞过人，提过好几次'],
  ['lighting', '门厅灯暗'],
  ['gate_and_paths', '下雨天门口积水，车溅人一身'],
  ['gate_and_paths', '门岗看不见里面的车出来'],
]

/** Writes down what each household of the follow-up plan said: a cause, or none, and its words. */
export async function note_visits(worker, area, need, on, save, said) {
  await worker.go(`/staff/areas/${area}/cases/${need}`)
  const plan = (await call(worker, 'GET', `/areas/${area}/needs/${need}/follow-up-plan`)).visits
  for (const visit of plan) {
    const [cause, words] = said(visit)
    const form = worker.page.locator('form.note')
    await form.locator('select').selectOption(visit.household)
    await form.locator('input[type=date]').fill(on)
    if (cause) await form.locator(`input[type=checkbox][value=${cause}]`).check()
    await form.locator('textarea').fill(words)
    await send(worker, button(form, save))
    await form.locator(`option[value="${visit.household}"]`).waitFor({ state: 'detached' })
  }
}

/** Page S13: twelve visits, nine of which say the gate; then the secretary confirms. */
export async function causes_at_the_doors(stage, told) {
  const wang = await stage.as('secretary')
  await send(wang, button(wang.page, '开始入户查因'))
  await stage.day('2026-06-10')

  const worker = await stage.as('worker')
  const { page } = worker
  let yes = 0
  await note_visits(worker, told.area, told.need, '2026-06-08', '保存访谈', (visit) => (visit.answered === 'no' ? [null, '我们走后门，没觉得不方便'] : visits[yes++]))
  await shows(page.getByText(/9 户说的是/), 'nine visits say the gate')

  await stage.day('2026-06-12')
  const again = await stage.as('secretary')
  await again.go(`/staff/areas/${told.area}/cases/${told.need}`)
  await button(again.page, '确认需求').click()
  const dialog = question(again.page)
  await fill(dialog, { 是什么事: 'gate_and_paths', 紧要程度: '4', '接下来做什么（告诉居民）': '请设计院出大门方案，7 月起征求大家意见', 什么时候前: '2026-07-15' })
  const confirmed = await send(again, button(dialog, '确认需求'))
  must(confirmed.category === 'gate_and_paths' && confirmed.origins.count === 376, `confirmed: ${confirmed.category}, ${confirmed.origins.count} households`)
  const named = confirmed.causes.named.map((one) => one.visits).join()
  must(named === '9,2,1', `the visits named ${named}`)
  await shows(card(again.page, '立一个项目'))
}
