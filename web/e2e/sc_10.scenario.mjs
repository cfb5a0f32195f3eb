import { start_story } from './server.mjs'
import { Stage, button, call, card, days_until, fill, must, question, send, shows, until, words_of } from './stage.mjs'

// A parking issue on its way up and down, with clocks that really run out: the calendar of the server is turned.
const begin = '2026-08-03' // a Monday
const words = '晚上回家没有车位，消防通道也停满了'
const decision = {
  zh: '三条支路夜间（19:00–7:00）可以停车，共 186 个车位。',
  en: 'Night parking (19:00 to 7:00) on three side roads: 186 spaces.',
}
const phone = { width: 390, height: 800 }

const area_of = (visitor) => /areas\/([^/?]+)/.exec(visitor.page.url())[1]

/** Presses an action of the open page, answers what it asks, and gives the object afterwards. */
async function act({ say }, visitor, of, action, answers) {
  const name = say(`action.${of}.${action}`)
  if (!answers) return send(visitor, button(visitor.page, name))
  await button(visitor.page, name).click()
  const dialog = question(visitor.page, say('actions.cancel'))
  await fill(dialog, Object.fromEntries(Object.entries(answers).map(([field, value]) => [say(field), value])))
  return send(visitor, button(dialog, name))
}

/** Page S12, then S13: the inbox and the issue in it. */
async function open_issue({ stage, say }, who) {
  const visitor = await stage.as(who)
  await visitor.go(`/staff/areas/${area_of(visitor)}/issues`)
  const row = visitor.page.getByRole('table', { name: say('issues.title') }).locator('tbody tr', { hasText: words })
  return { visitor, row, open: async () => (await row.getByRole('link').click(), await visitor.calm(), visitor) }
}

/** Page R4: a resident writes it down on the phone and gets a number. */
async function resident_reports({ stage, told, say }) {
  const sun = await stage.as('resident', phone)
  told.area = area_of(sun)
  await sun.go(`/areas/${told.area}/issues`)
  const form = sun.page.locator('form', { has: button(sun.page, say('report.send')) })
  await fill(form, { [say('report.text')]: words, [say('report.place')]: '北岸佳园东门', [say('report.category')]: 'car_parking' })
  Object.assign(told, await send(sun, button(form, say('report.send'))))
  await shows(sun.page.getByText(told.reference), 'the number of the report')
  await sun.check_accessibility()
}

/** Page S13: the committee hands it to the sub-district, which dispatches it; the handler talks and plans. */
async function goes_to_the_sub_district(play) {
  const { say } = play
  const wang = await (await open_issue(play, 'secretary')).open()
  const accepted = await act(play, wang, 'issue', 'accept', { 'field.category': 'car_parking', 'field.level': 'sub_district', 'field.service_class': 'ordinary' })
  must(accepted.state === 'accepted' && accepted.level === 'sub_district', `the issue is ${accepted.state} at the ${accepted.level}`)
  const chen = await (await open_issue(play, 'dispatcher')).open()
  const dispatched = await act(play, chen, 'issue', 'dispatch', {})
  must(dispatched.state === 'dispatched' && dispatched.lead_unit === 'community_management_office', `${dispatched.state} to ${dispatched.lead_unit}`)
  const li = await (await open_issue(play, 'handler')).open()
  await act(play, li, 'issue', 'sign')
  const talk = card(li.page, say('try.contact'))
  await fill(talk, { [say('try.note')]: '当面沟通' })
  await send(li, button(talk, say('try.save')))
  await act(play, li, 'issue', 'contact')
  const working = await act(play, li, 'issue', 'work', { 'field.plan': '核对车位与道路条件', 'field.plan_date': '2026-08-07' })
  must(working.state === 'in_progress', `the issue is ${working.state}`)
  await li.check_accessibility()
}

/** Pages S12 and S13: five working days are over without an answer. */
async function is_overdue(play) {
  const { stage, say } = play
  await stage.day('2026-08-11')
  const { visitor: chen, row, open } = await open_issue(play, 'dispatcher')
  await until(async () => (await chen.page.reload(), await chen.calm(), await row.getByText(say('state.issue.raised')).count()) > 0, 'the overdue issue does not rise')
  await shows(row.getByText(say('clock.red')), 'that the issue is overdue')
  await chen.check_accessibility()
  await open()
  await shows(chen.page.getByText(say('reason.clock_ended')), 'why it rose')
}

async function open_item({ stage, told, say }, who) {
  const visitor = await stage.as(who)
  await visitor.go(`/staff/areas/${area_of(visitor)}/agenda`)
  const title = told.item_title
  await visitor.page.getByRole('table', { name: say('agenda.title') }).getByRole('link', title ? { name: title } : {}).first().click()
  await visitor.calm()
  return visitor
}

/** Pages S12 and S13: the committee submits it, the district takes it up and decides. */
async function goes_to_the_district(play) {
  const { stage, told, say } = play
  const wang = await open_item(play, 'secretary')
  await shows(wang.page.getByText(say('agenda.rule.d')), 'by which rule it rose')
  await shows(wang.page.getByText(told.reference), 'the issue among the members')
  const submitted = await act(play, wang, 'agenda_item', 'submit')
  must(submitted.state === 'submitted' && submitted.level === 'district', `the item is ${submitted.state} at the ${submitted.level}`)

  const fang = await open_item(play, 'district')
  await act(play, fang, 'agenda_item', 'classify', { 'field.domain': 'public_management', 'field.lead_unit': 'traffic_office' })
  const accepted = await act(play, fang, 'agenda_item', 'accept', { 'field.plan_date': '2026-08-28' })
  must(accepted.state === 'accepted' && accepted.domain === 'public_management', `the item is ${accepted.state}`)
  await fang.check_accessibility()

  await stage.day('2026-08-20')
  const again = await open_item(play, 'district')
  const form = card(again.page, say('decide.title'))
  await fill(form, {
    [say('decide.body')]: '区政府专题会', [say('field.text_zh')]: decision.zh, [say('field.text_en')]: decision.en, [say('decide.measure_what')]: '划设夜间车位',
    [say('decide.measure_who')]: '区交警支队', [say('decide.measure_due')]: '2026-08-28', [say('decide.measure_cost')]: '48,000',
  })
  const decided = await send(again, form.locator('button[type=submit]'))
  must(decided.state === 'decided', `the item is ${decided.state}`)
  await shows(again.page.getByText(play.decision), 'the decision')
  await again.check_accessibility()
}

/** Page S13: the answer is back with the one who began; the work is done. */
async function comes_back_solved(play) {
  const { stage, say } = play
  await stage.day('2026-08-31')
  const li = await (await open_issue(play, 'handler')).open()
  await shows(card(li.page, say('issue.answer')).getByText(play.decision), 'the answer of the district')
  const finished = await act(play, li, 'issue', 'finish', { 'field.outcome': 'solved', 'field.evidence': '夜间车位已启用，现场照片 3 张' })
  must(finished.state === 'finished' && finished.outcome === 'solved', `the issue is ${finished.state}, ${finished.outcome}`)
}

/** Page R4 and the household's own page: what became of it, and whether it is solved. */
async function resident_is_asked(play) {
  const { stage, told, say } = play
  const sun = await stage.as('resident', phone)
  await sun.go(`/areas/${told.area}/my`)
  await shows(sun.page.getByText(play.decision), 'the decision in the answers to the household')
  await sun.check_accessibility()

  await sun.go(`/areas/${told.area}/issues`)
  await sun.page.getByText(say('report.follow'), { exact: true }).click()
  const follow = sun.page.locator('form', { has: button(sun.page, say('report.look')) })
  await fill(follow, { [say('report.reference')]: told.reference, [say('report.code')]: told.code })
  await button(follow, say('report.look')).click()
  await sun.calm()
  await shows(sun.page.getByRole('heading', { name: say('report.solved') }), 'the question whether it is solved')
  await sun.check_accessibility()
  await send(sun, button(sun.page, say('report.solved.yes')))
  await shows(sun.page.getByText(say('report.thanks')), 'thanks')

  // somebody who neither dispatched nor handled it closes it, because the resident has said so
  const he = await (await open_issue(play, 'callback')).open()
  const closed = await act(play, he, 'issue', 'confirm')
  must(closed.state === 'closed' && closed.tries.some((one) => one.kind === 'callback' && one.solved === 'yes'), `the issue is ${closed.state}`)

  // and the household reads that, and says so for itself
  await sun.go(`/areas/${told.area}/my`)
  const last = sun.page.locator('section.card', { hasText: told.reference }).first()
  await last.getByRole('radio', { name: '5' }).check()
  await send(sun, button(last, say('report.solved.yes')))
  await shows(sun.page.getByText(say('my.thanks')), 'thanks')
  const open = (await call(sun, 'GET', '/my/feedback-tasks')).items.filter((one) => one.state !== 'answered')
  must(open.every((one) => !one.text.zh.includes('已结案')), `still asked: ${JSON.stringify(open)}`)
}

export default [
  {
    name: 'SC-10 A parking issue goes to the sub-district, is overdue, goes to the district, comes back solved; the resident is asked whether it is',
    months: true,
    async run({ arrive, language }) {
      const story = await start_story(days_until(begin), ['resident', 'secretary', 'dispatcher', 'handler', 'callback', 'district'])
      try {
        const play = { stage: new Stage(arrive, story, begin), told: {}, say: words_of(language), decision: language === 'en' ? decision.en : decision.zh }
        for (const step of [resident_reports, goes_to_the_sub_district, is_overdue, goes_to_the_district, comes_back_solved, resident_is_asked]) await step(play)
      } finally {
        await story.stop()
      }
    },
  },
]
