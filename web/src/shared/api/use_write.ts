import { ref, shallowRef } from 'vue'
import { Refusal } from './problem'
import { refresh } from './use_resource'

/** One form, one write: busy while it runs, the refusal in words, and what changed is read again.
 *      const { busy, error, write } = useWrite()
 *      const note = await write(() => api.post('/areas/…/cause-notes', body), '/areas/…/needs') */
export function useWrite() {
  const busy = ref(false)
  const error = shallowRef<Refusal | null>(null)

  async function write<T>(call: () => Promise<T>, ...touched: string[]): Promise<{ value: T } | null> {
    if (busy.value) return null
    busy.value = true
    error.value = null
    try {
      const value = await call()
      for (const prefix of touched) refresh(prefix)
      return { value }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      error.value = refusal
      return null
    } finally {
      busy.value = false
    }
  }
  return { busy, error, write }
}
