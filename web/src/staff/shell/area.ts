import { computed, inject, provide, type InjectionKey, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import type { AreaStep } from '@shared/api/session'
import { useResource, type Resource } from '@shared/api/use_resource'

/** The area whose pages are open, with the way up and what lies below. */
export interface Area extends AreaStep {
  path?: AreaStep[]
  children?: AreaStep[]
}

interface Here {
  id: Ref<string>
  area: Resource<Area>
}

const key: InjectionKey<Here> = Symbol('area')

export function provide_area(): Here {
  const route = useRoute()
  const id = computed(() => String(route.params.area))
  const here = { id, area: useResource<Area>(() => `/areas/${id.value}`) }
  provide(key, here)
  return here
}

export function useArea(): Here {
  const here = inject(key)
  if (!here) throw new Error('outside an area')
  return here
}
