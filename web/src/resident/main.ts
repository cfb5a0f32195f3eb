import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@shared/theme.css'
import '@shared/base.css'
import { useInstallation } from '@shared/api/installation'
import { i18n, start_language } from '@shared/i18n'
import { start_large } from '@shared/page/large'
import App from './app.vue'
import { make_router } from './router'

async function start() {
  document.documentElement.classList.add('resident')
  start_large()
  await start_language({ 'zh-CN': () => import('./messages.zh-CN'), en: () => import('./messages.en') })
  const app = createApp(App).use(createPinia()).use(i18n)
  await useInstallation()
    .ask()
    .catch(() => undefined)
  const router = make_router()
  app.use(router)
  await router.isReady()
  app.mount('#app')
}

void start()
