import { fen_of } from '@shared/format'
import type { Field } from './fields'

/** What people typed, as the server reads it: whole numbers, fen, true; what is empty is left out. */
export function body_of(fields: readonly Field[], values: Record<string, string>): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const field of fields) {
    const own = (values[field.name] ?? '').trim()
    const text = own === '' && field.otherwise ? (values[field.otherwise] ?? '').trim() : own
    const key = field.name
    if (field.kind === 'flag') body[key] = text === 'true'
    else if (text === '') continue
    else if (field.kind === 'integer') body[key] = Number(text)
    else if (field.kind === 'money') body[key] = fen_of(text)
    else body[key] = text
  }
  return body
}
