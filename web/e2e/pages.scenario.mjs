import { sign_in } from './people.mjs'

const staff_pages = ['', 'progress', 'quality', 'keying', 'import', 'needs', 'surprises', 'compare', 'cases', 'feedback', 'resources', 'matches', 'projects', 'consultations', 'budget', 'issues', 'agenda']
const resident_pages = ['', '/consultations', '/issues', '/my']

async function area_of(visitor) {
  return /areas\/([^/]+)/.exec(visitor.page.url())?.[1]
}

export default [
  {
    name: 'every page of the secretary opens cleanly, in normal and large print',
    async run({ arrive, demo, language }) {
      const secretary = await arrive()
      await sign_in(secretary, demo, 'secretary')
      const area = await area_of(secretary)
      for (const page of staff_pages) {
        for (const large of ['0', '1']) {
          await secretary.go(`/staff/areas/${area}/${page}?lang=${language}&large=${large}`)
          await secretary.check_accessibility()
        }
      }
    },
  },
  {
    name: 'every page of a resident opens cleanly on a phone, in normal and large print',
    async run({ arrive, language }) {
      const resident = await arrive({ width: 390, height: 800 })
      await resident.go(`/?lang=${language}`)
      await resident.check_accessibility()
      // down the areas to a neighbourhood
      while (!/\/areas\//.test(resident.page.url())) {
        const before = resident.page.url()
        await resident.page.locator('main .areas a').first().click()
        await resident.page.waitForURL((url) => url.href !== before)
        await resident.calm()
      }
      const area = await area_of(resident)
      for (const page of resident_pages) {
        for (const large of ['0', '1']) {
          await resident.go(`/areas/${area}${page}?lang=${language}&large=${large}`)
          await resident.check_accessibility()
        }
      }
    },
  },
  {
    name: 'what lies outside one\'s areas is not found',
    async run({ arrive, demo, language }) {
      const secretary = await arrive()
      secretary.expected_statuses.add(404)
      await sign_in(secretary, demo, 'secretary')
      await secretary.page.goto(`${demo.base}/staff/areas/01900000-0000-7000-8000-000000000000/needs?lang=${language}`)
      await secretary.page.getByRole('alert').first().waitFor()
    },
  },
]
