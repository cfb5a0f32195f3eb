import type { Codebook, CodebookItem } from './wire'

/** What was typed, item by item, as text. */
export type Typed = Record<string, string>

/** Everybody's questions and those of the groups that live here. */
export function asked_items(codebook: Codebook, groups: readonly string[]): CodebookItem[] {
  return codebook.items.filter((item) => !item.asked_of || groups.includes(item.asked_of))
}

/** A question left empty was asked and not answered: null. */
export function answers_of(items: readonly CodebookItem[], typed: Typed): Record<string, unknown> {
  const answers: Record<string, unknown> = {}
  for (const item of items) {
    const text = (typed[item.name] ?? '').trim()
    if (text === '') answers[item.name] = null
    else if (item.type === 'integer' || item.type === 'decimal') answers[item.name] = Number(text)
    else if (item.type === 'flag') answers[item.name] = text === 'true'
    else answers[item.name] = text
  }
  return answers
}
