import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { onStage } from '../stage/stage.tsx'
import { NewsNote } from './news-note.tsx'

/** A server's stream, told what to say by the test. */
class Told extends EventTarget {
  static last: Told
  readonly close = vi.fn()
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    Told.last = this
  }
}

afterEach(() => vi.unstubAllGlobals())

const tell = (step: object): void =>
  act(() => {
    Told.last.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(step) }))
  })

const step = { kind: 'submission', id: 's1', case: 'c1', own: false }

test('others’ steps in this case are announced, and shown when asked', async () => {
  vi.stubGlobal('EventSource', Told)
  const show = vi.fn()
  await onStage(<NewsNote caseId="c1" onShow={show} />)
  expect(Told.last.url).toBe('/events')
  tell({ ...step, own: true })
  tell({ ...step, case: 'c2' })
  expect(screen.getByRole('status')).toBeEmptyDOMElement()
  tell(step)
  expect(screen.getByRole('status')).toHaveTextContent('Something has changed')
  expect(show).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'Show it' }))
  expect(show).toHaveBeenCalledOnce()
  expect(screen.getByRole('status')).toBeEmptyDOMElement()
})
