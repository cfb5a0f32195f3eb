// Packs dist/ into the one file that the server embeds or reads:
//   "LILONGWEB1\n", one line of JSON [{name, type, size, gzip, etag}], then for each entry its bytes and its gzip bytes.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}
const compressed = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt', '.webmanifest'])

function files_below(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? files_below(path) : [path]
    })
}

const out = process.argv[2]
if (!out) {
  console.error('usage: node scripts/pack.mjs OUT')
  process.exit(2)
}
const dist = fileURLToPath(new URL('../dist', import.meta.url))
const entries = []
const bodies = []
for (const path of files_below(dist)) {
  const extension = extname(path)
  const type = types[extension]
  if (!type) throw new Error(`no content type for ${path}`)
  const raw = readFileSync(path)
  const gzip = compressed.has(extension) ? gzipSync(raw, { level: 9 }) : Buffer.alloc(0)
  const etag = createHash('sha256').update(raw).digest('hex').slice(0, 16)
  entries.push({ name: relative(dist, path).split(sep).join('/'), type, size: raw.length, gzip: gzip.length, etag })
  bodies.push(raw, gzip)
}
const archive = Buffer.concat([Buffer.from('LILONGWEB1\n'), Buffer.from(JSON.stringify(entries) + '\n'), ...bodies])
writeFileSync(out, archive)
console.error(`pack: ${entries.length} files, ${(archive.length / 1024).toFixed(0)} KB`)
