// Hearing, owners' vote, approval, works, acceptance; and the news for everybody who had named it.
import { button, call, card, fill, must, question, send, shows, until } from './stage.mjs'

/** A meeting from plan to publication. No page plans a meeting, takes its minutes or its signatures. */
async function meeting(stage, told, kind, title, { called, on, minute }) {
  await stage.day(called)
  const meetings = `/areas/${told.area}/meetings`
  const before = await stage.as('secretary')
  const body = { kind, subject_kind: 'project', subject: told.project, title_zh: title, title_en: title, planned_on: on, place: '北苑居委会活动室', called_by: '北苑居委会', chair: '主任' }
  const { id } = await call(before, 'POST', meetings, body)
  await before.go(`/staff/areas/${told.area}/consultations`)
  const planned = before.page.locator('li', { hasText: title })
  await send(before, button(planned, '公告'))

  await stage.day(on)
  const worker = await stage.as('worker')
  await worker.go(`/staff/areas/${told.area}/consultations`)
  await button(worker.page.locator('li', { hasText: title }), '记录到会').click()
  const dialog = question(worker.page)
  await fill(dialog, { 到会居民人数: '31', 到会工作人员人数: '4', 其他人数: '2' })
  await send(worker, button(dialog, '记录到会'))
  await call(worker, 'POST', `${meetings}/${id}/actions/minute`, { minutes: [minute] })
  const secretary = await stage.as('secretary')
  const signatures = [
    { signer: '主任', role: 'chair' },
    { signer: '居民代表甲', role: 'resident' },
    { signer: '居民代表乙', role: 'resident' },
  ]
  await call(secretary, 'POST', `${meetings}/${id}/actions/sign`, { signatures })
  await secretary.go(`/staff/areas/${told.area}/consultations`)
  const published = await send(secretary, button(secretary.page.locator('li', { hasText: title }), '公示'))
  must(published.state === 'published', `the meeting is ${published.state}`)
}

/** Page S17 and S15: the hearing, and more than the law's shares of the owners in favour. */
export async function hearing_and_owners(stage, told) {
  const minute = { item: '人车分流方案', discussion: '老人关心坡道坡度，车主关心排队', decision: '按第三稿实施，坡度不大于 1:12', responsible: '居委会', due: '2026-09-30' }
  await meeting(stage, told, 'hearing', '大门改造听证会', { called: '2026-08-30', on: '2026-09-04', minute })
  const wang = await stage.as('secretary')
  const { page } = wang
  await wang.go(`/staff/areas/${told.area}/projects/${told.project}`)
  const consulted = await send(wang, button(page, '提交征询结果'))
  must(consulted.state === 'consulted', `the project is ${consulted.state}`)

  // no page prepares an owners' vote
  const title = '大门改造业主表决'
  const body = { subject_kind: 'project', subject: told.project, title_zh: title, title_en: title, matter: 'general', class_reason: '使用共有部分但不改变用途', total_area: 10_620_000, total_heads: 1180 }
  await call(wang, 'POST', `/areas/${told.area}/owners-votes`, body)
  const vote = (visitor) => visitor.page.locator('li', { hasText: title })
  await wang.go(`/staff/areas/${told.area}/consultations`)
  await button(vote(wang), '公告').click()
  await fill(question(page), { 开始日期: '2026-09-21' })
  await send(wang, button(question(page), '公告'))
  await stage.day('2026-09-21')
  await (await stage.as('secretary')).go(`/staff/areas/${told.area}/consultations`)
  await send(wang, button(vote(wang), '开始表决'))
  await stage.day('2026-09-28')
  for (const who of ['secretary', 'worker']) {
    const counter = await stage.as(who)
    await counter.go(`/staff/areas/${told.area}/consultations`)
    await button(vote(counter), '录入计票').click()
    const dialog = question(counter.page)
    await fill(dialog, { 参与面积: '7540200', 参与人数: '814', 同意面积: '6182964', 同意人数: '651' })
    await send(counter, button(dialog, '录入计票'))
  }
  const counter = await stage.as('worker')
  await shows(vote(counter).getByText(/参与：面积 71 %、人数 69 %；其中同意：面积 82 %、人数 80 %/), 'the shares of the owners')
}

/** Page S15: approved by the sub-district, built, paid. */
export async function works(stage, told) {
  await stage.day('2026-09-29')
  const address = `/staff/areas/${told.area}/projects/${told.project}`
  const chen = await stage.as('dispatcher')
  await chen.go(address)
  const approved = await send(chen, button(chen.page, '批准'))
  must(approved.state === 'approved', `the project is ${approved.state}`)

  const wang = await stage.as('secretary')
  await wang.go(address)
  const form = card(wang.page, '开工')
  await fill(form, { 施工方: '晴川市政工程队', 给居民的安全提示: '分两段施工，始终留一个出入口；7:00–18:00 施工' })
  const [from, to] = [form.locator('input[type=date]').nth(0), form.locator('input[type=date]').nth(1)]
  await from.fill('2026-10-09')
  await to.fill('2026-11-06')
  const milestones = [
    ['车行口完工', '2026-10-23'],
    ['人行门与坡道完工', '2026-11-04'],
  ]
  for (const [index, [what, due]] of milestones.entries()) {
    if (index > 0) await button(form, '再加一个节点').click()
    await fill(form.locator('fieldset').nth(index), { 做完什么: what, 谁负责: '李工', 什么时候前: due })
  }
  const begun = await send(wang, form.locator('button[type=submit]'))
  must(begun.state === 'in_works', `the project is ${begun.state}`)

  for (const [index, date] of ['2026-10-22', '2026-11-03'].entries()) {
    await stage.day(date)
    const secretary = await stage.as('secretary')
    await secretary.go(address)
    const milestone = card(secretary.page, '进度节点').locator('li').nth(index)
    await milestone.locator('input').fill('照片：前后同一位置')
    await send(secretary, button(milestone, '完成'))
  }
  const payment = card(wang.page, '支付一笔')
  await fill(payment, { 金额: '136,000', 凭证编号: 'PZ-2026-0071', 收款方: '晴川市政工程队' })
  await send(wang, button(payment, '支付'))
  await shows(wang.page.getByText(/已付 13.6 万元/), 'paid 136,000')
}

// The committee's people bring the news to the door and write down what they hear; page S18 does one of them, the other
// doors go through the API.
async function bring_news(visitor, told, object, cause, answers) {
  const tasks = (await call(visitor, 'GET', `/areas/${told.area}/feedback-tasks?object=${object}&cause=${cause}`)).items
  const open = tasks.filter((one) => one.state === 'due' || one.state === 'tried')
  await visitor.page.evaluate(
    async ([area, open, answers]) => {
      const headers = { 'X-Lilong-Request': '1', 'Content-Type': 'application/json' }
      const tell = async (task, n) => {
        const rating = n % 10 < 7 ? 5 : n % 10 < 9 ? 4 : 3
        const [what, body] = n < answers ? ['answer', { rating, solved: rating >= 4 ? 'yes' : 'partly', channel: 'visit' }] : ['tries', { channel: 'visit', outcome: 'reached' }]
        const answer = await fetch(`/api/v1/areas/${area}/feedback-tasks/${task}/${what}`, { method: 'POST', headers, body: JSON.stringify(body) })
        if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`)
      }
      for (let n = 0; n < open.length; n += 4) await Promise.all(open.slice(n, n + 4).map((task, k) => tell(task, n + k)))
    },
    [told.area, open.filter((_, n) => n % 10 !== 9).map((one) => one.id), answers],
  )
  return tasks
}

/** Accepted by the residents, closed by somebody else, and each of the 376 households told. */
export async function everybody_hears(stage, told) {
  const address = `/staff/areas/${told.area}/projects/${told.project}`
  const minute = { item: '大门使用情况', discussion: '人车分开，孩子能自己走进来', decision: '同意验收', responsible: '居委会' }
  await stage.day('2026-11-05')
  const lin = await stage.as('worker')
  await call(lin, 'POST', `/areas/${told.area}/projects/${told.project}/actions/ask`)
  await meeting(stage, told, 'evaluation', '大门改造评议会', { called: '2026-11-06', on: '2026-11-12', minute })
  await stage.day('2026-11-13')
  const worker = await stage.as('worker')
  await bring_news(worker, told, told.project, 'evaluate', 143)

  const wang = await stage.as('secretary')
  await wang.go(address)
  await shows(wang.page.getByText(/n = 143/), '143 households rated the result')
  await button(wang.page, '验收').click()
  await fill(question(wang.page), { 决算: '136,000' })
  const accepted = await send(wang, button(question(wang.page), '验收'))
  must(accepted.state === 'accepted', `the project is ${accepted.state}`)
  await stage.day('2026-11-16')
  const tang = await stage.as('officer')
  await tang.go(address)
  const closed = await send(tang, button(tang.page, '完成'))
  must(closed.state === 'closed', `the project is ${closed.state}`)

  await stage.day('2026-11-18')
  const clerk = await stage.as('worker')
  const need = `/areas/${told.area}/needs/${told.need}`
  await until(async () => (await call(clerk, 'GET', need)).state !== 'routed', 'the need is not delivered')
  const tasks = await bring_news(clerk, told, told.need, 'deliver', 150)
  const households = new Set(tasks.map((one) => one.household))
  must(households.size === 376, `${households.size} households have their task`)
  await clerk.go(`/staff/areas/${told.area}/cases/${told.need}`)
  await shows(clerk.page.getByText(/376 户中已告知 3\d\d 户/), 'whom the news reached')
  await clerk.check_accessibility()
}
