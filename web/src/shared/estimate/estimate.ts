import { percent } from '../format'
import { i18n } from '../i18n'

/** A share with everything it may not travel without (ST-10). There is no form that takes a bare number (UI-24). */
export interface Estimate {
  value: number | null
  lower: number | null
  upper: number | null
  n: number
  population?: number | null
  f?: number | null
  se?: number | null
  deff?: number | null
  design?: string
  method?: string
  data_date?: string
  flags?: string[]
  /** what those who did not answer could do to it (band 2, ST-42) */
  band2?: { lower: number | null; upper: number | null } | null
}

export interface Bands {
  nonresponse?: { lower: number | null; upper: number | null }
}

export function with_bands(estimate: Estimate, bands: Bands | null | undefined): Estimate {
  return { ...estimate, band2: bands?.nonresponse ?? null }
}

export type Standing = 'shown' | 'insufficient' | 'protected' | 'not_surveyed' | 'not_applicable'

export function standing_of(estimate: Estimate | null | undefined): Standing {
  if (!estimate) return 'not_surveyed'
  const flags = estimate.flags ?? []
  if (flags.includes('protected')) return 'protected'
  if (flags.includes('not_applicable')) return 'not_applicable'
  if (flags.includes('insufficient')) return 'insufficient'
  if (estimate.value === null || estimate.value === undefined) return estimate.n === 0 ? 'not_surveyed' : 'insufficient'
  return 'shown'
}

function digits_of(estimate: Estimate): number {
  const { lower, upper } = estimate
  return lower != null && upper != null && (upper - lower) / 2 < 0.005 ? 1 : 0
}

/** "62 %" alone, only for drawing beside its whisker; text on pages goes through `estimate_text`. */
export function value_text(estimate: Estimate): string {
  return percent(estimate.value ?? 0, digits_of(estimate))
}

export function interval_text(estimate: Estimate): string {
  if (estimate.lower == null || estimate.upper == null) return ''
  const digits = digits_of(estimate)
  const edge = (share: number) => percent(share, digits).replace(' %', '')
  return `${edge(estimate.lower)}–${edge(estimate.upper)}`
}

/** "62 %（n = 877，95 % 区间 60–64）" */
export function estimate_text(estimate: Estimate | null | undefined): string {
  const { t } = i18n.global
  const standing = standing_of(estimate)
  if (!estimate || standing !== 'shown') return t(`estimate.${standing}`, { n: estimate?.n ?? 0 })
  const facts = { value: value_text(estimate), n: estimate.n, interval: interval_text(estimate) }
  return t(facts.interval === '' ? 'estimate.without_interval' : 'estimate.shown', facts)
}
