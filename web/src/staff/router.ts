import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { useSession } from '@shared/api/session'

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean
  }
}

/** Everything is in the address (UI-11): the area, the page, and in the query its filters. */
const in_area: RouteRecordRaw[] = [
  { path: '', name: 'home', component: () => import('./home/home_page.vue') },
]

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('./shell/start_page.vue') },
  { path: '/sign-in', name: 'sign-in', component: () => import('./sign_in/sign_in_page.vue'), meta: { open: true } },
  { path: '/areas/:area', component: () => import('./shell/area_frame.vue'), children: in_area },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./shell/not_found_page.vue') },
]

export function make_router(session: ReturnType<typeof useSession>) {
  const router = createRouter({
    history: createWebHistory('/staff/'),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })
  router.beforeEach((to) => {
    if (to.meta.open || session.signed_in) return true
    return { name: 'sign-in', query: to.path === '/' ? {} : { next: to.fullPath } }
  })
  // A new release may have removed a chunk: load the page once afresh instead of staying blank (UI-56).
  router.onError((error: Error, to) => {
    const mark = `lilong.reloaded:${to.fullPath}`
    if (!/import|chunk|module/i.test(error.message) || sessionStorage.getItem(mark)) throw error
    sessionStorage.setItem(mark, '1')
    location.assign(`/staff${to.fullPath}`)
  })
  return router
}
