import { beforeEach, describe, expect, it } from 'vitest'
import { show, speak } from '../../../tests/mount'
import ActionBar from './action_bar.vue'
import { body_of } from './body'
import { fields_for } from './fields'

const buttons = (of: string, actions: object[]) =>
  show(ActionBar, { props: { of, path: '/areas/a/x/1', actions } })
    .findAll('button')
    .map((one) => [one.text(), one.attributes('disabled') !== undefined])

describe('the buttons of an object', () => {
  beforeEach(() => speak('zh-CN'))

  it('are those that the server allows, and no others', () => {
    expect(buttons('issue', [{ action: 'sign', needs_reason: false, missing: [] }])).toEqual([['签收', false]])
    expect(buttons('issue', [])).toEqual([])
  })
  it('stay shut while something is missing that no form can give, and say what', () => {
    const page = show(ActionBar, { props: { of: 'need', path: '/x', actions: [{ action: 'confirm', missing: ['cause_notes', 'category'] }] } })
    expect(page.find('button').attributes('disabled')).toBeDefined()
    expect(page.text()).toContain('“确认需求”还缺：足够的入户记录')
  })
  it('open when the form itself asks for what is missing', () => {
    expect(buttons('issue', [{ action: 'dispatch', missing: ['lead_unit'] }])).toEqual([['派单', false]])
  })
  it('stand once for an action that may lead to two states', () => {
    const actions = [
      { action: 'accept', missing: ['accepted_by_committee', 'x'] },
      { action: 'accept', missing: ['first_acceptance'] },
    ]
    expect(buttons('match', actions)).toEqual([['接受', false]])
  })
})

describe('what an action sends', () => {
  it('leaves out what is empty, takes the Chinese text where the English is missing', () => {
    const body = body_of(fields_for('need', 'decline'), { reason_code: 'no_resource', text_zh: '今年找不到', text_en: '', next_look: '2027-03-01' })
    expect(body).toEqual({ reason_code: 'no_resource', text_zh: '今年找不到', text_en: '今年找不到', next_look: '2027-03-01' })
  })
  it('sends money in fen and numbers as numbers', () => {
    const fields = [
      { name: 'cost_fen', kind: 'money' as const },
      { name: 'served', kind: 'integer' as const },
    ]
    expect(body_of(fields, { cost_fen: '136,000', served: '40' })).toEqual({ cost_fen: 13600000, served: 40 })
  })
})
