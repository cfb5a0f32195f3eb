// Types of the API from the committed OpenAPI document (UI-58). Runs before every build and check, so they cannot be stale.
import { existsSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const document = new URL('../../docs/openapi.json', import.meta.url)
const out = new URL('../src/shared/api/schema.d.ts', import.meta.url)

if (!existsSync(document)) {
  console.error('types: docs/openapi.json is missing; write it with `lilong openapi > docs/openapi.json`')
  writeFileSync(out, 'export type paths = Record<string, never>\nexport interface components { schemas: Record<string, never> }\n')
} else {
  writeFileSync(out, astToString(await openapiTS(document)))
}
