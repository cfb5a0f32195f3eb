import { start_story } from './server.mjs'
import { Stage, button, call, card, days_until, fill, must, question, send, shows, words_of } from './stage.mjs'
import { note_visits } from './story_need.mjs'

// The growers' Saturday against a server that has not lived it: a need, an offer, a run, two who agree, and a second
// household that asks too late.
const begin = '2026-06-17'
const saturdays = ['2026-07-04', '2026-07-11', '2026-07-18', '2026-07-25']
const stall = '云禾周六菜摊'

const area_of = (visitor) => /areas\/([^/?]+)/.exec(visitor.page.url())[1]

/** A need that its committee has confirmed: visits by one person, confirmed by another. */
async function confirm_need({ stage, say }, need, secretary, worker) {
  const lead = await stage.as(secretary)
  const address = `/staff/areas/${need.area}/cases/${need.id}`
  await lead.go(address)
  await send(lead, button(lead.page, say('action.need.visit')))
  await note_visits(await stage.as(worker), need.area, need.id, begin, say('note.save'), (visit) => (visit.answered === 'no' ? [null, '有车，不觉得远'] : ['food_market', '最近的菜场要走二十多分钟']))
  await lead.go(address)
  await button(lead.page, say('action.need.confirm')).click()
  const dialog = question(lead.page, say('actions.cancel'))
  await fill(dialog, { [say('field.category')]: 'food_market', [say('field.next_zh')]: '联系能到小区来的蔬菜摊' })
  const confirmed = await send(lead, button(dialog, say('action.need.confirm')))
  must(confirmed.state === 'confirmed', `the need is ${confirmed.state}`)
}

/** Pages S3 and S13: 南泾苑 lies far from a market. */
async function need_far_from_a_market(play) {
  const { stage, told } = play
  const lu = await stage.as('growers_secretary')
  const area = area_of(lu)
  const estate = (await call(lu, 'GET', `/areas/${area}`)).children.find((one) => one.name.zh === '南泾苑').id
  const rounds = (await call(lu, 'GET', `/areas/${area}/rounds`)).items
  const round = rounds.sort((a, b) => b.opens_on.localeCompare(a.opens_on))[0].id
  // no page: a need is opened from the estimate by the door of the server
  const { items } = await call(lu, 'POST', `/areas/${area}/rounds/${round}/candidates`, { item: 'nearby', estate })
  told.need = { area, id: items.find((one) => one.need)?.need }
  must(told.need.id, `no candidate: ${JSON.stringify(items)}`)
  await confirm_need(play, told.need, 'growers_secretary', 'neighbour')
}

/** Page S10: the growers register their Saturday, somebody else verifies it. */
async function growers_offer({ stage, told, say }) {
  const yunhe = await stage.as('provider')
  told.sub_district = area_of(yunhe)
  await yunhe.go(`/staff/areas/${told.sub_district}/resources`)
  await yunhe.page.getByText(say('offer_form.title'), { exact: true }).click()
  const form = yunhe.page.locator('details.card form')
  await fill(form, {
    [say('resources.offer')]: stall, [say('resources.categories')]: 'food_market', [say('offer_form.mode')]: 'visiting', [say('offer_form.per_session')]: '180',
    [say('offer_form.sessions')]: '4', [say('offer_form.period')]: 'month', [say('resources.schedule')]: 'sat 07:00-10:00', [say('resources.place')]: '南泾苑小广场',
  })
  const draft = await send(yunhe, button(form, say('offer_form.save')))
  must(draft.state === 'draft' && draft.provider.name.zh === '云禾蔬菜合作社', `the offer is ${draft.state} of ${draft.provider.name.zh}`)
  await shows(yunhe.page.getByText(say('offer_form.saved')))
  await yunhe.check_accessibility()

  const chen = await stage.as('dispatcher')
  await chen.go(`/staff/areas/${told.sub_district}/resources`)
  await chen.page.getByRole('link', { name: stall }).click()
  await button(chen.page, say('action.offer.verify')).click()
  const dialog = question(chen.page, say('actions.cancel'))
  for (const seen of ['identity_seen', 'contact_tried', 'place_seen']) await dialog.getByLabel(say(`field.${seen}`)).check()
  await dialog.getByLabel(say('field.valid_until')).fill('2027-05-31')
  await send(chen, button(dialog, say('action.offer.verify')))
  const active = await send(chen, button(chen.page, say('action.offer.activate')))
  must(active.state === 'active' && active.capacity.free === 720, `the offer is ${active.state} with ${active.capacity.free} places`)
}

const row_of = (visitor, caption, text) => visitor.page.getByRole('table', { name: caption }).locator('tbody tr', { hasText: text })

/** Page S11: the run proposes the growers and says why. */
async function growers_are_proposed({ stage, told, say, why }) {
  const chen = await stage.as('dispatcher')
  await chen.go(`/staff/areas/${told.sub_district}/matches`)
  await send(chen, button(chen.page, say('matches.propose')))
  const proposed = row_of(chen, say('matches.list'), stall)
  await shows(proposed.getByText(why.proposed), 'the growers are proposed, with the reason')
  await shows(proposed.getByText(say('state.match.proposed')))
  await chen.check_accessibility()
}

/** Page S11: the secretary accepts, the growers accept; the dates are fixed. */
async function both_accept({ stage, told, say }) {
  const accept = async (who, area) => {
    const visitor = await stage.as(who)
    await visitor.go(`/staff/areas/${area}/matches`)
    await row_of(visitor, say('matches.list'), stall).getByRole('link').first().click()
    await button(visitor.page, say('action.match.accept')).click()
    const dialog = question(visitor.page, say('actions.cancel'))
    return [visitor, await send(visitor, button(dialog, say('action.match.accept')))]
  }
  const [lu, first] = await accept('growers_secretary', told.need.area)
  must(first.state === 'proposed' && first.heads === 720, `after one yes the match is ${first.state} for ${first.heads}`)
  await shows(lu.page.getByText(say('match.waiting')), 'that the other side has not answered')
  const [yunhe, second] = await accept('provider', told.sub_district)
  must(second.state === 'agreed' && second.accepted_provider.by === '云禾蔬菜合作社', `after both yes the match is ${second.state}`)
  await yunhe.check_accessibility()
  told.match = second.id

  // the need goes this way, and its committee fixes the dates
  await lu.go(`/staff/areas/${told.need.area}/cases/${told.need.id}`)
  const route = card(lu.page, say('action.need.route'))
  await route.locator('select').selectOption(`match/${told.match}`)
  await send(lu, button(route, say('action.need.route')))
  const lin = await stage.as('neighbour')
  await lin.go(`/staff/areas/${told.need.area}/matches/${told.match}`)
  const dates = card(lin.page, say('action.match.schedule'))
  await fill(dates, { [say('schedule.first')]: saturdays[0], [say('schedule.weeks')]: String(saturdays.length), [say('resources.place')]: '南泾苑小广场' })
  const scheduled = await send(lin, button(dates, say('action.match.schedule')))
  must(scheduled.state === 'scheduled' && scheduled.sessions.map((one) => one.date).join() === saturdays.join(), `the match is ${scheduled.state} on ${scheduled.sessions.map((one) => one.date)}`)
  await shows(card(lin.page, say('match.sessions')).locator('li').nth(saturdays.length - 1), 'the four Saturdays')
  await lin.check_accessibility()
}

/** Pages S10 and S11: nothing is left; a household of the next committee hears why it gets no place. */
async function slot_is_taken(play) {
  const { stage, told, say, why } = play
  const chen = await stage.as('dispatcher')
  await chen.go(`/staff/areas/${told.sub_district}/resources`)
  await shows(row_of(chen, say('resources.list'), stall).getByText('0 / 720', { exact: true }), 'no place left on Saturday')

  const wang = await stage.as('secretary')
  const area = area_of(wang)
  const [household] = (await call(wang, 'GET', `/areas/${area}/households?limit=1`)).items
  // no page: a secretary puts up the need of one household by the door of the server
  const late = await call(wang, 'POST', `/areas/${area}/needs`, { kind: 'individual', basis: 'individual', item: 'nearby', title_zh: '行动不便，买不到菜', title_en: 'cannot walk to a market', heads: 1, evidence: { consent: true }, origins: [household.id] })
  await confirm_need(play, { area, id: late.id }, 'secretary', 'worker')

  await chen.go(`/staff/areas/${told.sub_district}/matches`)
  await send(chen, button(chen.page, say('matches.propose')))
  const unmet = row_of(chen, say('matches.unmet'), why.late)
  await shows(unmet.getByText(why.full), 'why the second household gets no place')
  must((await row_of(chen, say('matches.list'), why.late).count()) === 0, 'the taken Saturday was proposed once more')
  const match = await call(chen, 'GET', `/areas/${told.need.area}/matches/${told.match}`)
  must(match.state === 'scheduled' && match.heads === 720, `the match of the first is ${match.state} for ${match.heads}`)
  await chen.check_accessibility()
}

const reasons = {
  'zh-CN': { proposed: /720 人由 云禾周六菜摊 服务:它是唯一能满足该需求的供给.*双方共同时间/, late: '行动不便，买不到菜', full: /1 人没有着落/ },
  en: { proposed: /720 heads go to 云禾周六菜摊, the only offer that may serve this need.*both have time/, late: 'cannot walk to a market', full: /1 heads of .* are left/ },
}

export default [
  {
    name: 'SC-9 The system proposes the vegetable growers for the estate far from a market; I accept; the Saturday slot is taken',
    months: true,
    async run({ arrive, language }) {
      const story = await start_story(days_until(begin), ['growers_secretary', 'neighbour', 'provider', 'dispatcher', 'secretary', 'worker'])
      try {
        const play = { stage: new Stage(arrive, story, begin), told: {}, say: words_of(language), why: reasons[language] }
        for (const step of [need_far_from_a_market, growers_offer, growers_are_proposed, both_accept, slot_is_taken]) await step(play)
      } finally {
        await story.stop()
      }
    },
  },
]
