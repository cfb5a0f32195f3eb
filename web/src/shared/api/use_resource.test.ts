import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { speak } from '../../../tests/mount'
import { on_signed_out } from './client'
import { forget_everything, refresh, useResource } from './use_resource'

type Reply = { status?: number; body?: unknown; etag?: string } | 'down' | 'takes long'
let replies: Reply[] = []
let asked: { url: string; headers: Record<string, string> }[] = []

function answer(url: string, init: { headers: Record<string, string>; signal?: AbortSignal }) {
  asked.push({ url, headers: init.headers })
  const reply = replies.shift() ?? { body: {} }
  if (reply === 'down') return Promise.reject(new TypeError('no network'))
  if (reply === 'takes long') return new Promise((_, failed) => init.signal?.addEventListener('abort', () => failed(new DOMException('', 'AbortError'))))
  const status = reply.status ?? 200
  return Promise.resolve(
    new Response(status === 304 ? null : JSON.stringify(reply.body), { status, headers: reply.etag ? { ETag: reply.etag } : {} }),
  )
}
describe('a resource', () => {
  const scope = effectScope()
  beforeEach(async () => {
    await speak('zh-CN')
    forget_everything()
    replies = []
    asked = []
    vi.stubGlobal('fetch', answer)
  })
  afterEach(() => vi.unstubAllGlobals())

  it('carries the language and the header of our own pages', async () => {
    replies = [{ body: { name: 'gate' } }]
    const need = scope.run(() => useResource<{ name: string }>('/needs/1'))!
    await vi.waitFor(() => expect(need.data.value).toEqual({ name: 'gate' }))
    expect(asked[0]!.headers).toMatchObject({ 'Accept-Language': 'zh-CN', 'X-Lilong-Request': '1' })
  })
  it('reads again with its ETag and keeps what it has when nothing changed', async () => {
    replies = [{ body: { n: 1 }, etag: '"1"' }, { status: 304 }]
    const need = scope.run(() => useResource<{ n: number }>('/needs/2'))!
    await vi.waitFor(() => expect(need.data.value).toEqual({ n: 1 }))
    await need.read()
    expect(asked[1]!.headers['If-None-Match']).toBe('"1"')
    expect(need.data.value).toEqual({ n: 1 })
  })
  it('keeps the last good answer, marked, when the line breaks', async () => {
    replies = [{ body: { n: 1 } }, 'down']
    const need = scope.run(() => useResource<{ n: number }>('/needs/3'))!
    await vi.waitFor(() => expect(need.data.value).toEqual({ n: 1 }))
    await need.read()
    expect(need.stale.value).toBe(true)
    expect(need.data.value).toEqual({ n: 1 })
  })
  it('shows nothing old when the server says no', async () => {
    replies = [{ body: { n: 1 } }, { status: 404, body: { status: 404, code: 'http.not_found', title: '没有找到' } }]
    const need = scope.run(() => useResource<{ n: number }>('/needs/4'))!
    await vi.waitFor(() => expect(need.data.value).toEqual({ n: 1 }))
    await need.read()
    expect(need.error.value?.code).toBe('http.not_found')
    expect(need.data.value).toBeUndefined()
  })
  it('is read again after a write below its address', async () => {
    replies = [{ body: { n: 1 } }, { body: { n: 2 } }]
    const need = scope.run(() => useResource<{ n: number }>('/areas/a/needs'))!
    await vi.waitFor(() => expect(need.data.value).toEqual({ n: 1 }))
    refresh('/areas/a/needs')
    await vi.waitFor(() => expect(need.data.value).toEqual({ n: 2 }))
  })
  it('leads to sign-in when the session has ended, without an error on the page and without asking on', async () => {
    let leaving = 0
    on_signed_out(() => {
      leaving += 1
      forget_everything()
    })
    replies = ['takes long', { status: 401, body: { status: 401, code: 'access.sign_in_first', title: '请先登录' } }]
    const slow = scope.run(() => useResource<{ n: number }>('/needs/5'))!
    const refused = scope.run(() => useResource<{ n: number }>('/needs/6'))!
    await vi.waitFor(() => expect([leaving, slow.loading.value, refused.loading.value]).toEqual([1, false, false]))
    expect([slow.error.value, refused.error.value]).toEqual([null, null])
    on_signed_out(() => {})
  })
  it('follows its address', async () => {
    replies = [{ body: { n: 1 } }, { body: { n: 9 } }]
    const area = ref('a')
    const need = scope.run(() => useResource<{ n: number }>(() => `/areas/${area.value}/progress`))!
    await vi.waitFor(() => expect(need.data.value).toEqual({ n: 1 }))
    area.value = 'b'
    await vi.waitFor(() => expect(need.data.value).toEqual({ n: 9 }))
  })
})
