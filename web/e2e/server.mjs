// The demo of the real server in a fresh folder, with an account for each of the cast whom the scenarios play.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const program = process.env.LILONG ?? join(root, 'build/debug/lilong')
const password = 'scenarios of the alley 2026'

const cast = {
  secretary: { name: '王书记', role: 'committee_secretary', area: '990101002001' },
  worker: { name: '小周', role: 'committee_worker', area: '990101002001' },
  dispatcher: { name: '老陈', role: 'sub_district_dispatcher', area: '990101002' },
  handler: { name: '李工', role: 'sub_district_handler', area: '990101002' },
  callback: { name: '小何', role: 'sub_district_callback_clerk', area: '990101002' },
  district: { name: '区派单员', role: 'district_dispatcher', area: '990101' },
  officer: { name: '唐主任', role: 'committee_secretary', area: '990101002001' },
  security: { name: '安全员', role: 'security_administrator', area: '990101' },
  neighbour: { name: '小林', role: 'committee_worker', area: '990101002002' },
}

// People whom the demo knows as more than a role: a provider's own people, a household's own account.
const demo_logins = { growers_secretary: 'lu', provider: 'yunhe', resident: 'sun' }

async function free_port() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

function run(words, input) {
  const done = spawnSync(program, words, { input, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`lilong ${words.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`)
}

function add_cast(data, people) {
  for (const who of people) {
    if (demo_logins[who]) run(['user', 'reset', demo_logins[who], '--data', data], `${password}\n`)
    else run(['user', 'add', `scenario-${who}`, '--name', cast[who].name, '--role', cast[who].role, '--area', cast[who].area, '--data', data], `${password}\n`)
  }
}

async function start(words, folder) {
  const port = await free_port()
  const child = spawn(program, [...words, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const base = `http://127.0.0.1:${port}`
  const ended = new Promise((_, failed) => child.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${printed}`))))
  ended.catch(() => {})
  await Promise.race([ended, answering(base)])
  return {
    base,
    account: (who) => ({ user: demo_logins[who] ?? `scenario-${who}`, password }),
    stop: async () => {
      child.kill('SIGTERM')
      await new Promise((done) => (child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function start_demo() {
  const folder = mkdtempSync(join(tmpdir(), 'lilong-e2e-'))
  const data = join(folder, 'data')
  run(['demo', '--small', '--no-serve', '--data', data])
  add_cast(data, ['secretary', 'worker', 'dispatcher', 'district', 'security'])
  return start(['serve', '--data', data], folder)
}

/** The same district before its story: 北岸佳园 has not been asked yet, its answers lie in a file, and the calendar can be turned. */
export async function start_story(days, people) {
  const folder = mkdtempSync(join(tmpdir(), 'lilong-story-'))
  const [data, answers, clock] = ['data', 'answers.csv', 'clock'].map((name) => join(folder, name))
  const turn_calendar = (to) => writeFileSync(clock, `${to}\n`)
  turn_calendar(days)
  const server = await start(['demo', '--small', '--data', data, '--gate-answers', answers, '--clock', clock], folder)
  add_cast(data, people)
  return { ...server, answers, turn_calendar }
}

async function answering(base) {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const there = await fetch(`${base}/api/v1/installation`).then(
      (response) => response.ok,
      () => false,
    )
    if (there) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('the server does not answer')
}
