// Starts the demo of the real server in a fresh folder and reads its address and sign-in links from what it prints.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

async function free_port() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

export async function start_demo() {
  const program = process.env.LILONG ?? join(root, 'build/debug/lilong')
  const port = await free_port()
  const data = mkdtempSync(join(tmpdir(), 'lilong-e2e-'))
  const child = spawn(program, ['demo', '--small', '--port', String(port), '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const base = `http://127.0.0.1:${port}`
  const ended = new Promise((_, failed) => child.once('exit', (code) => failed(new Error(`the demo ended with ${code}:\n${printed}`))))
  ended.catch(() => {})
  await Promise.race([ended, answering(base)])
  return {
    base,
    printed: () => printed,
    links: () => links_in(printed),
    stop: async () => {
      child.kill('SIGTERM')
      await new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()))
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function answering(base) {
  const until = Date.now() + 120_000
  while (Date.now() < until) {
    const there = await fetch(`${base}/api/v1/installation`).then(
      (response) => response.ok,
      () => false,
    )
    if (there) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('the demo does not answer')
}

/** One line per person of the cast: who it is, then the link. */
function links_in(text) {
  const links = []
  for (const line of text.split('\n')) {
    const path = /(\/staff\/sign-in\?link=[\w.~-]+)/.exec(line)?.[1]
    if (path) links.push({ who: line, path })
  }
  return links
}
