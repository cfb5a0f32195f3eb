import { expect, it } from 'vitest'
import { in_favour } from './consultation'

it('the three drafts of the gate: 56, 74, 88 % of those who said yes or no', () => {
  const result = (yes: number, no: number, abstain: number) => ({ yes, no, abstain, n: yes + no + abstain, electorate: 1415, turnout: 0, yes_share: 0, by_channel: {} })
  expect([result(168, 132, 12), result(259, 91, 9), result(352, 48, 7)].map((one) => Math.round(100 * in_favour(one)))).toEqual([56, 74, 88])
})
