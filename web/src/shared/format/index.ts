import { current_language, i18n } from '../i18n'

/** Numbers, money and dates as people write them in the page's language (UI-28). */
export function count(value: number): string {
  return new Intl.NumberFormat(current_language()).format(value)
}

export function decimal(value: number, digits: number): string {
  return new Intl.NumberFormat(current_language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

/** 0.6234 → "62 %"; one decimal only where the half-width of the interval is below half a point (ST-47). */
export function percent(share: number, digits = 0): string {
  return `${decimal(share * 100, digits)} %`
}

export function points(difference: number): string {
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±'
  return `${sign}${decimal(Math.abs(difference) * 100, 0)}`
}

/** 25000000 fen → "25 万元" · "250,000 yuan"; small sums in full: "1,234.5 元". Every fen stays visible. */
export function money(fen: number): string {
  const { t } = i18n.global
  const yuan = fen / 100
  if (current_language() === 'zh-CN' && Math.abs(yuan) >= 10000) {
    return t('money.ten_thousand_yuan', { sum: new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 6 }).format(yuan / 10000) })
  }
  return t('money.yuan', { sum: decimal(yuan, Number.isInteger(yuan) ? 0 : 2) })
}

/** A text typed by a person, in yuan, as whole fen; null when it is not an amount. No floating point on the way. */
export function fen_of(text: string): number | null {
  const hit = /^\s*(\d{1,12})(?:\.(\d{1,2}))?\s*$/.exec(text.replace(/[,，\s]/g, ''))
  if (!hit) return null
  return Number(hit[1]) * 100 + Number((hit[2] ?? '').padEnd(2, '0') || 0)
}

const long_date: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric' }

/** "2026-05-08" → "2026年5月8日" · "8 May 2026" */
export function date(text: string | null | undefined): string {
  if (!text) return ''
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const locale = current_language() === 'en' ? 'en-GB' : 'zh-CN'
  if (day) return new Intl.DateTimeFormat(locale, { ...long_date, timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`))
  return new Intl.DateTimeFormat(locale, { ...long_date, timeZone: 'Asia/Shanghai' }).format(new Date(text))
}

export function date_time(text: string | null | undefined): string {
  if (!text) return ''
  const locale = current_language() === 'en' ? 'en-GB' : 'zh-CN'
  return new Intl.DateTimeFormat(locale, { ...long_date, hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' }).format(new Date(text))
}

export function clock_time(at: Date): string {
  return new Intl.DateTimeFormat(current_language() === 'en' ? 'en-GB' : 'zh-CN', { hour: '2-digit', minute: '2-digit' }).format(at)
}
