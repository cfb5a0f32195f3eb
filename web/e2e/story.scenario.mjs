import { start_story } from './server.mjs'
import { Stage, days_until } from './stage.mjs'
import { the_secretary_guesses } from './story_guess.mjs'
import { answers_come_in, surprise_at_the_gate, causes_at_the_doors } from './story_need.mjs'
import { fund_and_project, three_drafts } from './story_drafts.mjs'
import { hearing_and_owners, works, everybody_hears } from './story_works.mjs'

// The founding story, from the first answer to the last household told, against a server that has not lived it yet.
// Chinese only: the pages of both languages are opened in pages.scenario.mjs.
const begin = '2026-06-01'

export default [
  {
    name: 'the gate of 北岸佳园, from 418 answers to people and cars apart and 376 households told',
    months: true,
    languages: ['zh-CN'],
    async run({ arrive }) {
      const story = await start_story(days_until(begin), ['secretary', 'worker', 'dispatcher', 'officer'])
      try {
        const stage = new Stage(arrive, story, begin)
        const told = {}
        for (const step of [the_secretary_guesses, answers_come_in, surprise_at_the_gate, causes_at_the_doors, fund_and_project, three_drafts, hearing_and_owners, works, everybody_hears]) {
          const begun = performance.now()
          await step(stage, told)
          if (process.env.LILONG_E2E_TIMES) console.log(`        ${step.name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`)
        }
      } finally {
        await story.stop()
      }
    },
  },
]
