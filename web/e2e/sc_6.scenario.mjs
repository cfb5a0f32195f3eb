import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { sign_in } from './people.mjs'
import { must, words_of } from './stage.mjs'

const unzip = (file, entry) => {
  const done = spawnSync('python3', ['-c', 'import sys,zipfile;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))', file, entry], { encoding: 'utf8' })
  must(done.status === 0, `${file} has no ${entry}: ${done.stderr}`)
  return done.stdout
}

export default [
  {
    name: 'SC-6: need by group by year, which differences are real, and the workbook says what was filtered',
    async run({ arrive, demo, language }) {
      const say = words_of(language)
      const officer = await arrive()
      const { page } = officer
      await sign_in(officer, demo, 'dispatcher')
      const area = /areas\/([^/]+)/.exec(page.url())[1]
      await officer.go(`/staff/areas/${area}/crosstabs?lang=${language}`)
      await page.getByRole('button', { name: say('crosstab.example.by_year'), exact: true }).click()
      await page.waitForURL((url) => url.searchParams.get('columns') === 'round')
      await officer.calm()
      const table = page.locator('table.crosstab')
      await table.locator('tbody tr').nth(3).waitFor()
      must((await table.locator('thead th').count()) >= 2, 'no two years stand beside each other')
      must(/[▲▼]/.test(await table.innerText()), `no difference is marked:\n${await table.innerText()}`)
      await page.locator('select').last().selectOption('commodity')
      await page.waitForURL((url) => url.searchParams.get('estate_type') === 'commodity')
      await officer.calm()
      await officer.check_accessibility()
      const href = await page.locator('a[download="crosstab.xlsx"]').getAttribute('href')
      const bytes = await page.evaluate(async (address) => [...new Uint8Array(await (await fetch(address)).arrayBuffer())], href)
      const file = join(mkdtempSync(join(tmpdir(), 'lilong-sc6-')), 'crosstab.xlsx')
      writeFileSync(file, Buffer.from(bytes))
      must(readFileSync(file).subarray(0, 2).toString() === 'PK', 'the file is no workbook')
      const texts = unzip(file, 'xl/sharedStrings.xml')
      for (const word of ['commodity', '陈']) must(texts.includes(word), `the first sheet does not say ${word}`)
      must(!unzip(file, 'xl/worksheets/sheet2.xml').includes('<f>'), 'there is a formula')
    },
  },
]
