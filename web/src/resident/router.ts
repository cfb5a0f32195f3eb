import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

/** No account needed; the area stands in the address, so a QR code on a poster leads to one's own committee. */
const routes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('./community/start_page.vue') },
  { path: '/areas/:area', name: 'community', component: () => import('./community/community_page.vue') },
  { path: '/areas/:area/issues', name: 'issues', component: () => import('./issues/issues_page.vue') },
  { path: '/areas/:area/issues/:reference', name: 'issue', component: () => import('./issues/issue_page.vue') },
  { path: '/areas/:area/consultations', name: 'consultations', component: () => import('./consultation/consultations_page.vue') },
  { path: '/areas/:area/my', name: 'my', component: () => import('./my/my_page.vue') },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./community/start_page.vue') },
]

export function make_router() {
  return createRouter({
    history: createWebHistory('/'),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })
}
