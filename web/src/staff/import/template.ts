import { current_language } from '@shared/i18n'
import type { ImportKind } from './wire'

/** The first line of a table to fill in, in the words of the page where the column has such a name. */
export function template_of(kind: ImportKind): string {
  const chinese = (text: string) => /[\u3400-\u9fff]/.test(text)
  const head = kind.columns.map((column) => (current_language() === 'en' ? column.key : (column.also.find(chinese) ?? column.key)))
  return `\uFEFF${head.join(',')}\r\n`
}

export function content_type_of(file_name: string): string {
  return /\.xlsx$/i.test(file_name) ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv'
}
