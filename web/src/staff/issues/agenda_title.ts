import { name_of } from '@shared/i18n/names'
import type { AgendaItem } from './wire'

export function title_of(item: AgendaItem): string {
  return name_of(item.title) || name_of(typeof item.category === 'string' ? item.category : item.category?.name)
}
