import { i18n } from './index'
import type { Names } from '../api/session'

/** A name in the page's language, Chinese where there is no other (UI-47). */
export function name_of(names: Names | string | null | undefined): string {
  if (!names) return ''
  if (typeof names === 'string') return names
  return (i18n.global.locale.value === 'en' && names.en) || names.zh
}

/** `lang` for an element that shows such a name: set only where it differs from the page. */
export function lang_of(names: Names | string | null | undefined): string | undefined {
  const english_page = i18n.global.locale.value === 'en'
  if (!names) return undefined
  if (typeof names === 'string') return english_page && /[\u3400-\u9fff]/.test(names) ? 'zh' : undefined
  return english_page && !names.en ? 'zh' : undefined
}
