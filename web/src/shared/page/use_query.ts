import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A filter that lives in the address (UI-11): `const state = useQuery('state')`, then `v-model="state"`. */
export function useQuery(name: string, otherwise = '') {
  const route = useRoute()
  const router = useRouter()
  return computed<string>({
    get: () => (typeof route.query[name] === 'string' ? String(route.query[name]) : otherwise),
    set: (value) => {
      const query = { ...route.query, [name]: value === otherwise || value === '' ? undefined : value }
      void router.replace({ query })
    },
  })
}
