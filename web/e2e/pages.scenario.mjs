import { sign_in } from './people.mjs'
import { must, words_of } from './stage.mjs'

const staff_pages = ['', 'progress', 'quality', 'keying', 'import', 'needs', 'surprises', 'compare', 'crosstabs', 'cases', 'feedback', 'resources', 'matches', 'projects', 'consultations', 'budget', 'issues', 'agenda']
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
    name: 'areas stand beside each other as a table of numbers, and committees in ranks that may overlap',
    async run({ arrive, demo, language }) {
      const say = words_of(language)
      const officer = await arrive()
      const { page } = officer
      await sign_in(officer, demo, 'district')
      await officer.go(`/staff/areas/${await area_of(officer)}/compare?lang=${language}`)
      const table = page.locator('.heat table')
      await table.locator('tbody tr').nth(2).waitFor()
      // what is copied arrives in a spreadsheet as numbers: no signs, no percent, only what stands in the cells
      const copied = await table.evaluate((one) => {
        getSelection().selectAllChildren(one.tBodies[0])
        return getSelection().toString()
      })
      const numbers = copied.split('\n').filter((line) => line.includes('\t')).map((line) => line.split('\t').slice(1))
      must(numbers.length === 3 && numbers.every((row) => row.length > 20 && row.every((one) => /^\s*\d{1,3}(\.\d)?\s*$/.test(one))), `copied: ${copied}`)
      await officer.check_accessibility()
      await page.getByLabel(say('areas.with_spans')).check()
      await table.getByText(/n = [\d,]+/).first().waitFor()
      // the committees of all sub-districts, for a need of one's choice
      const places = page.locator('section.card', { has: page.getByRole('heading', { name: say('places.title') }) })
      await places.locator('select').selectOption('nearby')
      await page.waitForURL(/item=nearby/)
      await places.getByText(/\d+–\d+/).first().waitFor()
      await officer.check_accessibility()
      // down to a sub-district by its name, with its own committees
      await table.locator('tbody th a').first().click()
      await officer.calm()
      await table.locator('tbody tr').nth(4).waitFor()
      await page.getByText(say('compare.table')).first().waitFor()
      await officer.check_accessibility()
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
