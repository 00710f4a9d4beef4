import { setup } from 'xstate'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { EventOf, StateOf, Unmet } from './process.ts'
import { guardsOf, NEW, outOfTurn, processOf } from './process.ts'

type Facts = { missing: string[] }

const complete = ({ missing }: Facts): Unmet[] => missing.map((field) => ({ code: 'missing', at: field }))

const letters = setup({
  types: {} as { context: Facts; input: Facts; events: { type: 'WRITE' | 'SEND' | 'REMIND' | 'BURN' } },
  guards: guardsOf({ complete }),
})
const machine = letters.createMachine({
  id: 'letter',
  context: ({ input }) => input,
  initial: '(new)',
  states: {
    '(new)': { on: { WRITE: 'draft' } },
    draft: { on: { SEND: { guard: 'complete', target: 'sent' }, BURN: 'burnt' } },
    sent: { on: { REMIND: 'sent' } },
    burnt: { type: 'final' },
  },
})
const letter = processOf('letter', machine, { complete })

describe('a process', () => {
  test('names its states and events without the one that is not there yet', () => {
    expect(letter.states).toEqual(['draft', 'sent', 'burnt'])
    expect(letter.events).toEqual(['WRITE', 'SEND', 'BURN', 'REMIND'])
    expect(letter.initial).toBe('draft')
  })

  test('its states and events are types as well', () => {
    expectTypeOf<StateOf<typeof letter>>().toEqualTypeOf<'draft' | 'sent' | 'burnt'>()
    expectTypeOf<EventOf<typeof letter>>().toEqualTypeOf<'WRITE' | 'SEND' | 'REMIND' | 'BURN'>()
  })

  test('lists every legal move, creation included', () => {
    expect(letter.transitions).toEqual([
      { from: '(new)', event: 'WRITE', to: 'draft' },
      { from: 'draft', event: 'SEND', to: 'sent' },
      { from: 'draft', event: 'BURN', to: 'burnt' },
      { from: 'sent', event: 'REMIND', to: 'sent' },
    ])
  })

  test('moves when nothing is missing', () => {
    expect(letter.next(NEW, 'WRITE')).toEqual({ to: 'draft' })
    expect(letter.next('draft', 'SEND', { missing: [] })).toEqual({ to: 'sent' })
  })

  test('answers with what is missing', () => {
    expect(letter.next('draft', 'SEND', { missing: ['address'] })).toEqual({
      unmet: [{ code: 'missing', at: 'address' }],
    })
  })

  test('a move back into the same state is a move, not a refusal', () => {
    expect(letter.next('sent', 'REMIND')).toEqual({ to: 'sent' })
  })

  test('says that an event is out of turn, known elsewhere or not at all', () => {
    expect(letter.next('sent', 'SEND', { missing: [] })).toBe(outOfTurn)
    expect(letter.next('burnt', 'WRITE')).toBe(outOfTurn)
    expect(letter.next('draft', 'toString')).toBe(outOfTurn)
    expect(letter.next('draft', '*')).toBe(outOfTurn)
  })

  test('knows what may happen, which guard is asked, and where a life ends', () => {
    expect(letter.allowed('draft')).toEqual(['SEND', 'BURN'])
    expect(letter.allowed(NEW)).toEqual(['WRITE'])
    expect(letter.guardOf('draft', 'SEND')).toBe('complete')
    expect(letter.guardOf('draft', 'BURN')).toBeUndefined()
    expect(letter.isFinal('burnt')).toBe(true)
    expect(letter.isFinal('sent')).toBe(false)
  })

  test('a state that nobody declared is a fault, and so is a guard without facts', () => {
    expect(() => letter.next('lost', 'SEND')).toThrow('letter has no state lost')
    expect(() => letter.next('draft', 'SEND')).toThrow('cannot be judged without facts')
  })
})

describe('a declaration is refused when', () => {
  const context = ({ input }: { input: Facts }) => input

  test('it does not begin with a creation', () => {
    const wrong = letters.createMachine({ context, initial: 'draft', states: { draft: { on: { SEND: 'draft' } } } })
    expect(() => processOf('wrong', wrong, {})).toThrow('the first state of a machine is (new)')
  })

  test('an event may lead to two states', () => {
    const wrong = letters.createMachine({
      context,
      initial: '(new)',
      states: {
        '(new)': { on: { WRITE: 'draft' } },
        draft: { on: { SEND: [{ guard: 'complete', target: 'sent' }, { target: 'draft' }] } },
        sent: {},
      },
    })
    expect(() => processOf('wrong', wrong, { complete })).toThrow('SEND must lead to exactly one state')
  })

  test('a guard has no reasons', () => {
    expect(() => processOf('wrong', machine, {})).toThrow('the guard of SEND gives no reasons')
  })

  test('states are nested', () => {
    const wrong = letters.createMachine({
      context,
      initial: '(new)',
      states: { '(new)': { on: { WRITE: 'draft' } }, draft: { initial: 'half', states: { half: {} } } },
    })
    expect(() => processOf('wrong', wrong, {})).toThrow('wrong.draft is not flat')
  })

  test('a final state goes on', () => {
    const wrong = letters.createMachine({
      context,
      initial: '(new)',
      states: { '(new)': { on: { WRITE: 'draft' } }, draft: { type: 'final', on: { SEND: 'draft' } } },
    })
    expect(() => processOf('wrong', wrong, {})).toThrow('wrong.draft is not final')
  })
})
