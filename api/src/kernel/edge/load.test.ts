import { afterEach, describe, expect, test } from 'vitest'
import { Load, LoopDelay } from './load.ts'
import type { Priority, Strain } from './load.ts'

const calm: Strain = { poolWait: 0, loopDelay: 0 }
const order: readonly Priority[] = ['anonymous', 'signedIn', 'signing']

describe('under strain the least important is turned away first, signing and the log last', () => {
  test.each<[string, Strain, Priority[]]>([
    ['calm', calm, ['anonymous', 'signedIn', 'signing']],
    ['at the bound', { poolWait: 500, loopDelay: 200 }, ['anonymous', 'signedIn', 'signing']],
    ['connections are waited for', { poolWait: 501, loopDelay: 0 }, ['signedIn', 'signing']],
    ['the process is late', { poolWait: 0, loopDelay: 201 }, ['signedIn', 'signing']],
    ['both, badly', { poolWait: 1500, loopDelay: 800 }, ['signing']],
  ])('%s', (_, strain, admitted) => {
    expect(order.filter((priority) => new Load(() => strain).enter(priority) !== null)).toEqual(admitted)
  })

  test('never more than 64 at once, and the last places are for signing', () => {
    const load = new Load(() => calm)
    const fill = (priority: Priority) => {
      let entered = 0
      while (load.enter(priority) !== null) entered += 1
      return entered
    }
    expect([fill('anonymous'), fill('signedIn'), fill('signing'), fill('signing')]).toEqual([48, 12, 4, 0])
  })

  test('who leaves makes room', () => {
    const load = new Load(() => calm)
    const leave = Array.from({ length: 48 }, () => load.enter('anonymous'))
    expect(load.enter('anonymous')).toBeNull()
    leave[0]?.()
    expect(load.enter('anonymous')).not.toBeNull()
  })
})

describe('the delay of the event loop', () => {
  let delay: LoopDelay
  afterEach(() => delay.stop())
  const block = (ms: number) => {
    for (const until = performance.now() + ms; performance.now() < until;);
  }

  test('is seen where every step is late, and not for a single long one', async () => {
    delay = new LoopDelay()
    await new Promise((settle) => setTimeout(settle, 150))
    block(900)
    await new Promise((settle) => setTimeout(settle, 30))
    expect(delay.median).toBeLessThan(200)
    for (let step = 0; step < 12; step += 1) {
      block(400)
      await new Promise((settle) => setTimeout(settle, 1))
    }
    expect(delay.median).toBeGreaterThan(200)
  })
})
