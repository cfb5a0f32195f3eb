import { computed } from 'vue'
import { name_of } from '../i18n/names'
import type { Names } from './session'
import { useResource } from './use_resource'

export interface Category {
  key: string
  parent?: string | null
  name: Names
  domain?: string
  issue_category?: boolean
  need_items?: string[]
}

interface Named {
  key: string
  name: Names
}


/** The one taxonomy that ties needs, offers, issues and projects together, and the words for its keys (LO-5). */
export function useTaxonomy() {
  const taxonomy = useResource<{ categories: Category[] }>('/taxonomy')
  const need_items = useResource<{ items: Named[] }>('/need-items')
  const groups = useResource<{ items: Named[] }>('/groups')
  const words = (list: readonly Named[] | undefined) => new Map((list ?? []).map((one) => [one.key, one.name]))
  const category_words = computed(() => words(taxonomy.data.value?.categories))
  const item_words = computed(() => words(need_items.data.value?.items))
  const group_words = computed(() => words(groups.data.value?.items))
  const lower = computed(() => (taxonomy.data.value?.categories ?? []).filter((one) => one.parent))

  return {
    lower,
    category_name: (key: string) => name_of(category_words.value.get(key) ?? key),
    item_name: (key: string) => name_of(item_words.value.get(key) ?? key),
    group_name: (key: string) => name_of(group_words.value.get(key) ?? key),
    choices: (keep: (category: Category) => boolean = () => true) => lower.value.filter(keep).map((one) => ({ value: one.key, label: one.name })),
    categories_of: (need_item: string) => lower.value.filter((one) => one.need_items?.includes(need_item)),
  }
}
