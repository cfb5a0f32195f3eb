import { count, decimal, percent } from '@shared/format'
import type { QualityFlag } from './wire'

/** How the numbers of a rule are written: shares, minutes, forms, or kilometres an hour. */
type Unit = 'share' | 'minutes' | 'forms' | 'speed'
const units: Record<string, Unit> = {
  forms_an_hour: 'forms',
  fast_forms: 'minutes',
  overlapping: 'minutes',
  faster_than_walking: 'speed',
}

export function unit_of(rule: string): Unit {
  return units[rule] ?? 'share'
}

export function value_text(rule: string, value: number | null): string {
  if (value == null) return '—'
  const unit = unit_of(rule)
  if (unit === 'share') return percent(value, value > 0 && value < 0.01 ? 1 : 0)
  return unit === 'forms' ? count(value) : decimal(value, 1)
}

/** A small chance in words: nobody reads 2.4e-9. */
export function chance_key(chance: number | null): 'none' | 'million' | 'thousand' | 'percent' {
  if (chance == null) return 'none'
  if (chance < 1e-6) return 'million'
  return chance < 1e-3 ? 'thousand' : 'percent'
}

/** What a strip of dots says in a table: each colleague, or of many the least, the middle and the most. */
export function dot_rows(dots: readonly { value: number; forms: number }[]): { key: string; value: number; forms: number }[] {
  const by_value = [...dots].sort((a, b) => a.value - b.value)
  if (by_value.length <= 12) return by_value.map((dot, index) => ({ key: String(index + 1), ...dot }))
  const pick = (key: string, index: number) => ({ key, ...by_value[index]! })
  return [pick('least', 0), pick('middle', Math.floor(by_value.length / 2)), pick('most', by_value.length - 1)]
}

/** Flags by family in the order of the answer; a family without flags is not shown. */
export function by_family(flags: readonly QualityFlag[]): { family: string; flags: QualityFlag[] }[] {
  const out: { family: string; flags: QualityFlag[] }[] = []
  for (const flag of flags) {
    const known = out.find((one) => one.family === flag.family)
    if (known) known.flags.push(flag)
    else out.push({ family: flag.family, flags: [flag] })
  }
  return out
}
