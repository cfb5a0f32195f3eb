import { Refusal, is_problem } from './problem'

/** The one door to the server: adds the language and the header that only our own pages can send, and turns every
 *  refusal into a `Refusal`. `const need = await api.get<Need>('/areas/…/needs/…')`. */
export interface Answer<T> {
  data: T
  etag: string | null
  status: number
  read_at: Date
}

export interface SendOptions {
  signal?: AbortSignal
  etag?: string | null
  headers?: Record<string, string>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export const api_base = '/api/v1'
let language = 'zh-CN'
let signed_out: () => void = () => {}

export function speak(to: string) {
  language = to
}

export function on_signed_out(call: () => void) {
  signed_out = call
}

function body_of(value: unknown): { body?: BodyInit; type?: string } {
  if (value === undefined) return {}
  if (value instanceof Blob || value instanceof FormData) return { body: value }
  if (typeof value === 'string') return { body: value, type: 'text/csv; charset=utf-8' }
  return { body: JSON.stringify(value), type: 'application/json' }
}

async function refusal_of(response: Response): Promise<Refusal> {
  const request_id = response.headers.get('X-Request-Id')
  const retry_after = Number(response.headers.get('Retry-After')) || null
  const problem: unknown = await response.json().catch(() => null)
  return new Refusal(
    is_problem(problem) ? problem : { title: response.statusText, status: response.status, code: 'http.unexpected_answer' },
    request_id,
    retry_after,
  )
}

async function send<T>(method: Method, path: string, value?: unknown, options: SendOptions = {}): Promise<Answer<T>> {
  const { body, type } = body_of(value)
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': language,
    'X-Lilong-Request': '1',
    ...options.headers,
  }
  if (type && !headers['Content-Type']) headers['Content-Type'] = type
  if (options.etag) headers[method === 'GET' ? 'If-None-Match' : 'If-Match'] = options.etag
  let response: Response
  try {
    response = await fetch(api_base + path, { method, headers, body, signal: options.signal, credentials: 'same-origin', cache: 'no-store' })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new Refusal({ title: '', status: 0, code: 'http.no_answer' }, null)
  }
  const etag = response.headers.get('ETag')
  if (response.status === 304) return { data: undefined as T, etag, status: 304, read_at: new Date() }
  if (!response.ok) {
    const refusal = await refusal_of(response)
    if (response.status === 401) signed_out()
    throw refusal
  }
  const text = await response.text()
  return { data: (text === '' ? undefined : JSON.parse(text)) as T, etag, status: response.status, read_at: new Date() }
}

export const api = {
  read: <T>(path: string, options?: SendOptions) => send<T>('GET', path, undefined, options),
  get: async <T>(path: string, options?: SendOptions) => (await send<T>('GET', path, undefined, options)).data,
  post: async <T>(path: string, value?: unknown, options?: SendOptions) => (await send<T>('POST', path, value ?? {}, options)).data,
  put: async <T>(path: string, value: unknown, options?: SendOptions) => (await send<T>('PUT', path, value, options)).data,
  patch: async <T>(path: string, value: unknown, options?: SendOptions) => (await send<T>('PATCH', path, value, options)).data,
  remove: async <T>(path: string, options?: SendOptions) => (await send<T>('DELETE', path, undefined, options)).data,
}

/** `with_query('/areas/a/needs', { state: 'open', page: undefined })` → `/areas/a/needs?state=open` */
export function with_query(path: string, query: Record<string, string | number | boolean | null | undefined>): string {
  const pairs = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') pairs.set(key, String(value))
  const text = pairs.toString()
  return text === '' ? path : `${path}?${text}`
}
