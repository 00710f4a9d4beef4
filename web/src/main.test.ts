import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const server = vi.fn<typeof fetch>()

beforeEach(() => {
  server.mockRejectedValue(new TypeError('offline'))
  vi.stubGlobal('fetch', server)
})

afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})

// The whole portal is loaded, which takes its time.
const timeout = 60_000

test('the first page asks the server in the language of the page, not before that is known', { timeout }, async () => {
  localStorage.setItem('placet.language', 'ar')
  document.body.innerHTML = '<div id="root"></div>'
  await import('./main.tsx')
  await vi.waitFor(() => expect(server).toHaveBeenCalled(), timeout)
  const languages = server.mock.calls.map(([, init]) => new Headers(init?.headers).get('accept-language'))
  expect(new Set(languages)).toEqual(new Set(['ar']))
})
