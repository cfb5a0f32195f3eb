import { createI18n } from 'vue-i18n'
import { speak } from '../api/client'
import { refresh } from '../api/use_resource'

export type Language = 'zh-CN' | 'en'
export const languages: Language[] = ['zh-CN', 'en']
export type Catalogue = Record<string, string>
type Loaders = Record<Language, () => Promise<{ default: Catalogue }>>

/** Texts lie beside the pages as flat `key → sentence` files; each entry has one chunk per language (UI-44). */
export function merge(files: Record<string, Catalogue>): Catalogue {
  return Object.assign({}, ...Object.values(files)) as Catalogue
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as string,
  fallbackLocale: false,
  // catalogues are flat, like the server's: a key is looked up as it stands
  messageResolver: (catalogue, key) => (catalogue as Catalogue)[key] ?? null,
  messages: {},
  missing: (locale, key) => console.error(`no text for ${key} in ${locale}`),
})

const kept_as = 'lilong.language'
let loaders: Loaders | null = null

function first_language(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(kept_as) ?? navigator.language
  return asked.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

export async function start_language(from: Loaders) {
  loaders = from
  await set_language(first_language(), false)
}

export async function set_language(language: Language, keep = true) {
  if (loaders && !i18n.global.availableLocales.includes(language)) {
    i18n.global.setLocaleMessage(language, (await loaders[language]()).default)
  }
  i18n.global.locale.value = language
  document.documentElement.lang = language
  speak(language)
  if (keep) {
    localStorage.setItem(kept_as, language)
    refresh('/')
  }
}

export function current_language(): Language {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
}
