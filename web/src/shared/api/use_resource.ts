import { computed, onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { api } from './client'
import { Refusal } from './problem'

/** Reads one address and keeps what it read: `const needs = useResource<NeedList>(() => '/areas/…/needs')`.
 *  The key is the URL; an ETag saves the second transfer; a newer request aborts the older one; when the line breaks,
 *  the last good answer stays with a mark that says so (UI-58, UI-17). */
interface Kept {
  data: unknown
  etag: string | null
  read_at: Date
}

const kept = new Map<string, Kept>()
const reading = new Set<AbortController>()
const listening = new Set<(prefix: string) => void>()

/** After a write: forget what begins so and read it again where it is shown. */
export function refresh(prefix: string) {
  for (const url of [...kept.keys()]) if (url.startsWith(prefix)) kept.delete(url)
  for (const listener of [...listening]) listener(prefix)
}

/** The session begins or ends: nothing read so far is shown to the next one, and what is still being read ends here
 *  instead of being refused one by one. */
export function forget_everything() {
  kept.clear()
  for (const abort of reading) abort.abort()
}

export function useResource<T>(url: MaybeRefOrGetter<string | null>) {
  const data = shallowRef<T>()
  const error = shallowRef<Refusal | null>(null)
  const loading = ref(false)
  const slow = ref(false)
  const read_at = shallowRef<Date | null>(null)
  const stale = computed(() => error.value !== null && data.value !== undefined)
  let running: AbortController | null = null

  async function read() {
    const key = toValue(url)
    running?.abort()
    error.value = null
    if (!key) {
      data.value = undefined
      return
    }
    const abort = (running = new AbortController())
    const before = kept.get(key)
    if (before) {
      data.value = before.data as T
      read_at.value = before.read_at
    }
    reading.add(abort)
    loading.value = true
    const timer = setTimeout(() => (slow.value = loading.value), 300)
    try {
      const answer = await api.read<T>(key, { signal: abort.signal, etag: before?.etag })
      if (abort.signal.aborted) return
      if (answer.status !== 304) data.value = answer.data
      read_at.value = answer.read_at
      kept.set(key, { data: data.value, etag: answer.etag ?? before?.etag ?? null, read_at: answer.read_at })
    } catch (problem) {
      if (abort.signal.aborted) return
      if (!(problem instanceof Refusal)) throw problem
      error.value = problem
      if (!problem.offline) data.value = undefined
    } finally {
      clearTimeout(timer)
      reading.delete(abort)
      if (running === abort) {
        loading.value = false
        slow.value = false
      }
    }
  }

  const listener = (prefix: string) => {
    if (toValue(url)?.startsWith(prefix)) void read()
  }
  listening.add(listener)
  watch(
    () => toValue(url),
    (now, before) => {
      if (now !== before) data.value = undefined
      void read()
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    listening.delete(listener)
    running?.abort()
  })
  return { data, error, loading, slow, stale, read_at, read }
}

export type Resource<T> = ReturnType<typeof useResource<T>>

/** For a page that waits for either of two resources. */
export function either(first: object): Resource<unknown> {
  return first as Resource<unknown>
}
