// The fund, the project, and its three drafts before the residents.
import { button, call, card, fill, must, question, send, shows, until } from './stage.mjs'

/** Pages S16 and S15: 250,000 yuan for the year, a project of 136,000 with its alternatives. */
export async function fund_and_project(stage, told) {
  await stage.day('2026-06-22')
  const wang = await stage.as('secretary')
  const { page } = wang
  await wang.go(`/staff/areas/${told.area}/budget?year=2026`)
  const fund = card(page, '开立 2026 年经费')
  await fill(fund, { 办公经费: '50,000', 党建经费: '50,000', 服务群众专项: '150,000' })
  await send(wang, button(fund, '开立'))
  await shows(page.getByText(/25 万元/), 'the fund of 250,000')

  await wang.go(`/staff/areas/${told.area}/cases/${told.need}`)
  const start = card(page, '立一个项目')
  await fill(start, { 项目名称: '北岸佳园大门改造' })
  told.project = (await send(wang, button(start, '立项'))).id
  await wang.go(`/staff/areas/${told.area}/cases/${told.need}`)
  const route = card(page, '对接办理')
  await route.locator('select').selectOption(`project/${told.project}`)
  await send(wang, button(route, '对接办理'))

  const worker = await stage.as('worker')
  await worker.go(`/staff/areas/${told.area}/projects/${told.project}`)
  const cost = card(worker.page, '提交估价')
  await alternative(cost, 0, ['人车分流：车行口外移，另开人行门', '136,000', '1180', '60'])
  await alternative(cost, 1, ['只加宽大门', '98,000', '1180', '40'])
  await cost.getByLabel('为什么选它').fill('十二户中九户说到大门人车混行')
  const lines = [
    ['土建与路面', '82,000', '三家报价取中'],
    ['人行门与门禁', '36,000', '政府采购目录'],
    ['标线、照明与设计', '18,000', '设计院预算'],
  ]
  for (const [index, [purpose, amount, source]] of lines.entries()) {
    if (index > 0) await button(cost, '再加一行').click()
    await fill(cost.locator('fieldset').nth(2 + index), { 做什么用: purpose, 金额: amount, 价格来源: source })
  }
  await fill(cost, { 涉及户数: '1180' })
  const costed = await send(worker, cost.locator('button[type=submit]'))
  must(costed.state === 'costed' && costed.cost_planned_fen === 13_600_000 && costed.alternatives.length === 3, `costed: ${costed.state}, ${costed.cost_planned_fen} fen`)
  await shows(worker.page.getByText(/13.6 万元/))
  await worker.check_accessibility()
}

async function alternative(form, index, [title, cost, households, days]) {
  const fieldset = form.locator('fieldset').nth(index)
  await fill(fieldset, { 办法: title, 金额: cost, 受益户数: households, 工期: days })
  if (index === 0) await fieldset.locator('input[type=radio]').check()
}

const drafts = [
  {
    announced: '2026-07-06', opens: '2026-07-13', within: '2026-07-14', closes: '2026-07-17', after: '2026-07-18',
    plain: '把大门加宽到 7 米，人车同门，加减速带。', changes: '第一稿', yes: 175, no: 125, abstain: 12, share: '56 %', decision: 'revise',
    theme: '人车仍混行', answer: 'adopted', reason: '第二稿把人行与车行分开',
  },
  {
    announced: '2026-07-27', opens: '2026-08-03', within: '2026-08-04', closes: '2026-08-07', after: '2026-08-08',
    plain: '车行口外移 12 米，原大门改人行，南侧不设电动车道。', changes: '回应意见：人车分开；车行口外移', yes: 266, no: 84, abstain: 9, share: '74 %', decision: 'revise',
    theme: '电动车走哪里', answer: 'adopted', reason: '第三稿加电动车道和坡道',
  },
  {
    announced: '2026-08-17', opens: '2026-08-24', within: '2026-08-25', closes: '2026-08-28', after: '2026-08-29',
    plain: '车行口外移 12 米，人行门旁加电动车道与无障碍坡道，加照明。', changes: '回应意见：加电动车道、坡道、照明', yes: 358, no: 42, abstain: 7, share: '88 %', decision: 'adopted',
    theme: '施工期间怎么走', answer: 'partly', reason: '分两段施工，始终留一个口',
  },
]

/** Pages S15, S17 and R2: 56, then 74, then 88 in a hundred agree. */
export async function three_drafts(stage, told) {
  for (const [index, draft] of drafts.entries()) await put_one(stage, told, draft, index + 1)
  const wang = await stage.as('secretary')
  await wang.go(`/staff/areas/${told.area}/projects/${told.project}`)
  for (const { share } of drafts) await shows(card(wang.page, '稿子和征询').getByText(new RegExp(`同意 ${share}`)), share)
  await wang.check_accessibility()
}

async function put_one(stage, told, draft, number) {
  await stage.day(draft.announced)
  const wang = await stage.as('secretary')
  const { page } = wang
  await wang.go(`/staff/areas/${told.area}/projects/${told.project}`)
  const section = card(page, '稿子和征询')
  await section.locator('summary').click()
  await fill(section, { 用大白话写清楚: draft.plain, 和上一稿的不同: draft.changes })
  await send(wang, button(section, '加一稿'))
  const round = (await send(wang, button(section, '准备征询'))).id
  await section.getByRole('link', { name: `第 ${number} 轮征询` }).click()
  const announce = card(page, '公告')
  await fill(announce, { 开始: draft.opens, 截止: draft.closes })
  const { links } = await send(wang, button(announce, '公告'))
  await shows(page.getByText('已公告'))

  await stage.day(draft.within)
  const path = `/areas/${told.area}/consultation-rounds/${round}`
  const worker = await stage.as('worker')
  await until(async () => (await call(worker, 'GET', path)).state === 'open', `round ${number} does not open`)
  await votes_come_in(stage, told, worker, { draft, path, round, links })

  await stage.day(draft.after)
  const clerk = await stage.as('worker')
  await until(async () => (await call(clerk, 'GET', path)).state === 'closed', `round ${number} does not close`)
  await clerk.go(`/staff/areas/${told.area}/consultations/${round}`)
  await shows(clerk.page.getByText(new RegExp(`同意 ${draft.share}`)), draft.share)
  const summary = card(clerk.page, '汇总')
  await fill(summary, { 说的是什么: draft.theme, 有几条: String(Math.floor(draft.no / 3)), 怎么答复: draft.answer, 理由: draft.reason })
  await send(clerk, button(summary, '汇总'))

  const secretary = await stage.as('secretary')
  await secretary.go(`/staff/areas/${told.area}/consultations/${round}`)
  await button(secretary.page, '决定').click()
  const dialog = question(secretary.page)
  await fill(dialog, { 对稿子的决定: draft.decision })
  const decided = await send(secretary, button(dialog, '决定'))
  must(['decided', 'fed_back'].includes(decided.state) && decided.draft_answer === draft.decision, `round ${number} is ${decided.state}`)
}

/** One vote by the household's own link, one typed at the counter, the bundles of paper through the API. */
async function votes_come_in(stage, told, worker, { draft, path, round, links }) {
  const households = await households_of(worker, told)
  const choices = [...Array(draft.yes).fill('yes'), ...Array(draft.no).fill('no'), ...Array(draft.abstain).fill('abstain')]
  const votes = choices.map((choice, n) => ({ household: households[n].id, choice, ...(choice === 'no' && n % 3 === 0 ? { comment: draft.theme } : {}) }))

  const token = links.find((one) => one.household === votes[0].household)?.token
  must(token, 'the first household got no link')
  const resident = await stage.guest({ width: 390, height: 800 })
  await resident.go(`/areas/${told.area}/consultations?token=${token}`)
  await shows(resident.page.getByText(draft.plain))
  await resident.page.getByRole('radio', { name: '同意', exact: true }).check()
  await send(resident, button(resident.page, '提交'))
  await shows(resident.page.getByText('收到了：同意'))
  await resident.check_accessibility()

  await worker.go(`/staff/areas/${told.area}/consultations/${round}`)
  const paper = card(worker.page, '录入纸质、上门和电话的票')
  const at_counter = households[1]
  await fill(paper, { 批次编号: 'B0', 小区: told.estate })
  await paper.locator(`option[value="${at_counter.building.id}"]`).waitFor({ state: 'attached' })
  await fill(paper, { 楼栋: at_counter.building.id })
  await paper.locator(`option[value="${at_counter.id}"]`).waitFor({ state: 'attached' })
  await fill(paper, { 门牌: at_counter.id })
  await button(paper, '加入').click()
  const typed = await send(worker, paper.getByRole('button', { name: '提交 1 票' }))
  must(typed.entered === 1, `${typed.entered} votes entered`)

  for (let from = 2, bundle = 1; from < votes.length; from += 100, ++bundle)
    await call(worker, 'POST', `${path}/votes`, { channel: bundle % 2 === 0 ? 'doorstep' : 'paper', batch: `B${bundle}`, votes: votes.slice(from, from + 100) })
}

async function households_of(worker, told) {
  if (told.households) return told.households
  const all = []
  for (let after = ''; ; ) {
    const page = await call(worker, 'GET', `/areas/${told.area}/households?estate=${told.estate}&limit=500${after ? `&after=${encodeURIComponent(after)}` : ''}`)
    all.push(...page.items)
    if (!page.next) break
    after = page.next
  }
  return (told.households = all)
}
