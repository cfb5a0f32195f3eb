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
  { path: 'needs', name: 'needs', component: () => import('./needs/needs_page.vue') },
  { path: 'surprises', name: 'surprises', component: () => import('./needs/surprises_page.vue') },
  { path: 'compare', name: 'compare', component: () => import('./needs/compare_page.vue') },
  { path: 'crosstabs', name: 'crosstabs', component: () => import('./reports/crosstab_page.vue') },
  { path: 'cases', name: 'cases', component: () => import('./needs/cases_page.vue') },
  { path: 'cases/:id', name: 'cases.one', component: () => import('./needs/need_page.vue') },
  { path: 'progress', name: 'progress', component: () => import('./survey/progress_page.vue') },
  { path: 'quality', name: 'quality', component: () => import('./quality/quality_page.vue') },
  { path: 'keying', name: 'keying', component: () => import('./survey/keying_page.vue') },
  { path: 'import', name: 'import', component: () => import('./import/import_page.vue') },
  { path: 'feedback', name: 'feedback', component: () => import('./feedback/feedback_page.vue') },
  { path: 'resources', name: 'resources', component: () => import('./resources/resources_page.vue') },
  { path: 'resources/:id', name: 'resources.one', component: () => import('./resources/offer_page.vue') },
  { path: 'matches', name: 'matches', component: () => import('./matching/matches_page.vue') },
  { path: 'matches/:id', name: 'matches.one', component: () => import('./matching/match_page.vue') },
  { path: 'issues', name: 'issues', component: () => import('./issues/issues_page.vue') },
  { path: 'issues/:id', name: 'issues.one', component: () => import('./issues/issue_page.vue') },
  { path: 'agenda', name: 'agenda', component: () => import('./issues/agenda_page.vue') },
  { path: 'agenda/:id', name: 'agenda.one', component: () => import('./issues/agenda_item_page.vue') },
  { path: 'projects', name: 'projects', component: () => import('./projects/projects_page.vue') },
  { path: 'projects/:id', name: 'projects.one', component: () => import('./projects/project_page.vue') },
  { path: 'consultations', name: 'consultations', component: () => import('./consultation/consultations_page.vue') },
  { path: 'consultations/:id', name: 'consultations.one', component: () => import('./consultation/round_page.vue') },
  { path: 'budget', name: 'budget', component: () => import('./budget/budget_page.vue') },
  { path: 'users', name: 'users', component: () => import('./admin/users_page.vue') },
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
