import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useAutosave } from './use-autosave.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function saver(answers: (value: string) => Promise<boolean>, hasFault = false) {
  const saved: string[] = []
  const hook = renderHook(
    ({ fault }) =>
      useAutosave<string>(async (value) => {
        saved.push(value)
        return await answers(value)
      }, fault),
    { initialProps: { fault: hasFault } },
  )
  return { saved, ...hook }
}

const later = (milliseconds: number) => act(async () => await vi.advanceTimersByTimeAsync(milliseconds))

test('saves once, a moment after the last change', async () => {
  const { saved, result } = saver(() => Promise.resolve(true))
  act(() => result.current.change('a'))
  await later(700)
  act(() => result.current.change('ab'))
  await later(700)
  expect(saved).toEqual([])
  await later(100)
  expect(saved).toEqual(['ab'])
  expect(result.current.state.kind).toBe('saved')
})

test('has one save under way at a time; what is typed meanwhile is saved after it', async () => {
  const waiting: ((isSaved: boolean) => void)[] = []
  const { saved, result } = saver(() => new Promise((resolve) => waiting.push(resolve)))
  act(() => result.current.change('a'))
  await later(800)
  act(() => result.current.change('ab'))
  await later(800)
  expect(saved).toEqual(['a'])
  waiting[0]?.(true)
  await later(0)
  expect(saved).toEqual(['a', 'ab'])
  waiting[1]?.(true)
  await later(0)
  expect(result.current.state.kind).toBe('saved')
})

test('tries again what did not arrive, but not what was refused', async () => {
  let isUp = false
  const { saved, result, rerender } = saver(() => Promise.resolve(isUp))
  act(() => result.current.change('a'))
  await later(800)
  expect(result.current.state.kind).toBe('refused')
  await later(20_000)
  expect(saved).toEqual(['a'])
  rerender({ fault: true })
  expect(result.current.state.kind).toBe('failed')
  isUp = true
  await later(5000)
  expect(saved).toEqual(['a', 'a'])
  expect(result.current.state.kind).toBe('saved')
})

test('tries again at once when the connection is back, and goes on trying while it does not arrive', async () => {
  let isUp = false
  const { saved, result, rerender } = saver(() => Promise.resolve(isUp))
  act(() => result.current.change('a'))
  await later(800)
  rerender({ fault: true })
  act(() => void window.dispatchEvent(new Event('online')))
  await later(0)
  expect(saved).toEqual(['a', 'a'])
  isUp = true
  await later(5000)
  expect(saved).toEqual(['a', 'a', 'a'])
  expect(result.current.state.kind).toBe('saved')
})

test('saves at once when the form is left', async () => {
  const { saved, result, unmount } = saver(() => Promise.resolve(true))
  act(() => result.current.change('a'))
  unmount()
  await later(0)
  expect(saved).toEqual(['a'])
})

test.each([
  ['ends', () => window.dispatchEvent(new Event('pagehide'))],
  [
    'is hidden',
    () => {
      vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
      document.dispatchEvent(new Event('visibilitychange'))
    },
  ],
])('saves at once when the page %s', async (_, go) => {
  const { saved, result } = saver(() => Promise.resolve(true))
  act(() => result.current.change('a'))
  act(go)
  await later(0)
  expect(saved).toEqual(['a'])
})

test('warns before the page is closed while something is unsaved', async () => {
  const { saved, result } = saver(() => Promise.resolve(true))
  const close = () => {
    const closing = new Event('beforeunload', { cancelable: true })
    act(() => void window.dispatchEvent(closing))
    return closing.defaultPrevented
  }
  expect(close()).toBe(false)
  act(() => result.current.change('a'))
  expect(close()).toBe(true)
  await later(0)
  expect(saved).toEqual(['a'])
  expect(close()).toBe(false)
})

test('flush says whether anything unsaved is left', async () => {
  let isUp = false
  const { result } = saver(() => Promise.resolve(isUp))
  act(() => result.current.change('a'))
  expect(await act(async () => await result.current.flush())).toBe(false)
  isUp = true
  expect(await act(async () => await result.current.flush())).toBe(true)
})
