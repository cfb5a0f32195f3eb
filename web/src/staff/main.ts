import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@shared/theme.css'
import '@shared/base.css'
import './kit.css'
import { on_signed_out } from '@shared/api/client'
import { useInstallation } from '@shared/api/installation'
import { useSession } from '@shared/api/session'
import { i18n, start_language } from '@shared/i18n'
import { start_large } from '@shared/page/large'
import App from './app.vue'
import { make_router } from './router'

async function start() {
  start_large()
  await start_language({ 'zh-CN': () => import('./messages.zh-CN'), en: () => import('./messages.en') })
  const app = createApp(App).use(createPinia()).use(i18n)
  const session = useSession()
  await Promise.allSettled([session.ask(), useInstallation().ask()])
  const router = make_router(session)
  on_signed_out(() => {
    if (!session.signed_in) return
    session.end()
    const next = router.currentRoute.value.fullPath
    void router.push({ name: 'sign-in', query: { next, expired: '1' } })
  })
  app.use(router)
  await router.isReady()
  app.mount('#app')
}

void start()
