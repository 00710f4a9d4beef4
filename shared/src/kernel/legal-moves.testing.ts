import { expect, test } from 'vitest'
import { getSimplePaths } from 'xstate/graph'
import type { AnyStateMachine, ContextFrom } from 'xstate'
import type { Process } from './process.ts'
import { NEW, outOfTurn } from './process.ts'

/**
 * What holds for every machine: its legal moves are exactly those of `table` (lines of from, event, to), each other pair
 * of state and event is out of turn, and every path through it can be walked to an end.
 * `cases` are sets of facts such that every guard agrees to at least one; `open` names states that no event leaves and
 * that are yet no end.
 */
export function testLegalMoves<M extends AnyStateMachine>(
  process: Process<string, string, ContextFrom<M>>,
  machine: M,
  cases: ContextFrom<M>[],
  table: string,
  open: string[] = [],
) {
  const legal = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([from = '', event = '', to = '']) => ({ from, event, to }))
  const byText = (rows: { from: string; event: string; to: string }[]) =>
    rows.map(({ from, event, to }) => `${from} ${event} ${to}`).sort()

  test('the legal moves are those of the table', () => {
    expect(byText([...process.transitions])).toEqual(byText(legal))
  })

  test('every other pair of state and event is out of turn', () => {
    for (const from of [NEW, ...process.states]) {
      for (const event of process.events) {
        const move = legal.find((row) => row.from === from && row.event === event)
        const answers = cases.map((facts) => process.next(from, event, facts))
        if (move === undefined) expect(new Set(answers), `${from} ${event}`).toEqual(new Set([outOfTurn]))
        else expect(answers, `${from} ${event}`).toContainEqual({ to: move.to })
      }
    }
  })

  test('every path leads through legal moves, and together they reach every state', () => {
    const reached = new Set<string>()
    for (const facts of cases) {
      for (const path of getSimplePaths(machine, { input: facts })) {
        let state: string = NEW
        for (const { event } of path.steps.slice(1)) {
          const next = process.next(state, event.type, facts)
          if (!('to' in next)) throw new Error(`${state} ${event.type} is on a path and yet not legal`)
          state = next.to
        }
        expect(path.state.value).toBe(state)
        reached.add(state)
      }
    }
    expect([...reached].sort()).toEqual([NEW, ...process.states].sort())
  })

  test('from every state an end can be reached, and an end is where no event leads on', () => {
    const ends = process.states.filter((state) => process.isFinal(state))
    expect(process.states.filter((state) => process.allowed(state).length === 0)).toEqual(
      process.states.filter((state) => ends.includes(state) || open.includes(state)),
    )
    const leading = new Set<string>([...ends, ...open])
    for (let before = -1; before !== leading.size;) {
      before = leading.size
      for (const { from, to } of process.transitions) if (leading.has(to)) leading.add(from)
    }
    expect([...leading].sort()).toEqual([NEW, ...process.states].sort())
    expect(process.transitions.every(({ from }) => !ends.includes(from))).toBe(true)
  })
}
