import { describe, expect, it } from 'vitest'
import { answers_of, asked_items } from './answers'
import type { Codebook } from './wire'

const label = { zh: '', en: '' }
const codebook: Codebook = {
  groups: ['elderly'],
  lists: [{ name: 'need', options: [{ name: 'need', label }] }],
  items: [
    { name: 'canteen', type: 'choice', label, required: false, list: 'need' },
    { name: 'elderly_meals', type: 'choice', label, required: false, list: 'need', asked_of: 'elderly' },
    { name: 'household_size', type: 'integer', label, required: false },
  ],
}

describe('keying a paper questionnaire', () => {
  it('asks the questions of the groups that live there, and no others', () => {
    expect(asked_items(codebook, []).map((item) => item.name)).toEqual(['canteen', 'household_size'])
    expect(asked_items(codebook, ['elderly'])).toHaveLength(3)
  })
  it('sends numbers as numbers, and an empty question as not answered', () => {
    expect(answers_of(codebook.items, { canteen: 'need', household_size: '3' })).toEqual({ canteen: 'need', elderly_meals: null, household_size: 3 })
  })
})
