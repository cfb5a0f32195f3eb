import { i18n } from '@shared/i18n'
import { standing_of, value_text } from '@shared/estimate/estimate'
import { percent } from '@shared/format'
import type { NeedEstimate } from './wire'

/** The title of a ranking is its finding as a sentence. The verdict comes from the analysis; this only puts it into
 *  words, so a title cannot claim more than the interval (UI-26). */
export function finding_of(needs: readonly NeedEstimate[], item_name: (key: string) => string): string {
  const { t } = i18n.global
  const shown = needs.filter((need) => standing_of(need.estimate) === 'shown')
  const first = shown[0]
  if (!first) return t('needs.finding.too_few')
  const surprising = shown.find((need) => need.verdict === 'surprise' && need.expected != null)
  if (surprising) {
    const facts = { item: item_name(surprising.item), share: value_text(surprising.estimate), expected: percent(surprising.expected ?? 0) }
    return t((surprising.estimate.value ?? 0) > (surprising.expected ?? 0) ? 'needs.finding.above' : 'needs.finding.below', facts)
  }
  const level = shown.filter((need) => need === first || first.not_told_apart?.includes(need.item)).length
  if (level > 1) return t('needs.finding.level', { count: level })
  return t('needs.finding.first', { item: item_name(first.item), share: value_text(first.estimate) })
}

/** Brackets over neighbours that cannot be told apart from the first of them. */
export function brackets_of(needs: readonly NeedEstimate[]): (number | null)[] {
  const brackets: (number | null)[] = []
  let first = 0
  for (let index = 0; index < needs.length; index++) {
    if (index > first && !needs[first]?.not_told_apart?.includes(needs[index]!.item)) first = index
    brackets.push(first)
  }
  return brackets.map((bracket) => (brackets.filter((one) => one === bracket).length > 1 ? bracket : null))
}
