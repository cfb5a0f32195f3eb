import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n, merge, set_language, start_language, type Language } from '@shared/i18n'

const zh = merge(import.meta.glob('../src/**/zh-CN.json', { eager: true, import: 'default' }))
const en = merge(import.meta.glob('../src/**/en.json', { eager: true, import: 'default' }))

export async function speak(language: Language) {
  await start_language({ 'zh-CN': () => Promise.resolve({ default: zh }), en: () => Promise.resolve({ default: en }) })
  await set_language(language, false)
}

/** `pages`: names of pages of an area that the component links to. */
export function show(component: Component, options: { props?: Record<string, unknown>; slots?: Record<string, string> } = {}, pages: string[] = []) {
  const component_of_page = { template: '<div/>' }
  const named = pages.map((name) => ({ path: `/areas/:area/${name}`, name, component: component_of_page }))
  const router = createRouter({ history: createMemoryHistory(), routes: [...named, { path: '/:all(.*)*', component: component_of_page }] })
  // the wrapper's own type depends on the component; the tests look at texts and elements only
  return mount(component as never, { ...(options as object), global: { plugins: [i18n, createPinia(), router] } }) as ReturnType<typeof mount>
}
