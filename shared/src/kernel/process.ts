import { transition } from 'xstate'
import type { AnyStateMachine, ContextFrom, EventFrom, SnapshotFrom } from 'xstate'

/**
 * One reason why an event cannot happen now. `code` and `params` become words in the reader's language in the api;
 * `at` says where to mend it (`section/field`, `stage/question`).
 */
export type Unmet = { code: string; params?: Record<string, string | number>; at?: string }

/**
 * A fact that the command itself brings, such as an affirmation ticked. While a screen only asks what is permitted
 * there is no command yet: the fact is then 'notAsked', and no guard objects to it.
 */
export type Asked<T> = T | 'notAsked'

/** A guard answers with what is missing; no reasons, no objection. */
export type Guard<Facts> = (facts: Facts) => Unmet[]

/** The state of a thing that is not there yet: every machine starts here, and its creation events leave it. */
export const NEW = '(new)'

/** The state has no such event. Compare with `===`, or narrow with `'outOfTurn' in answer`. */
export const outOfTurn: { readonly outOfTurn: true } = Object.freeze({ outOfTurn: true })

/** What `next` answers: the new state, the reasons against it, or that the event does not belong to the state. */
export type Next<State extends string> = { to: State } | { unmet: Unmet[] } | typeof outOfTurn

/** One legal move; a creation starts from `NEW`. */
export type Transition<State extends string, Event extends string> = {
  from: State | typeof NEW
  event: Event
  to: State
}

/** A machine as a few plain answers. Everything in it is fixed when the program starts. */
export type Process<State extends string, Event extends string, Facts> = {
  name: string
  /** Every state a stored thing can have, in the order declared; `NEW` is not one of them. */
  states: readonly State[]
  events: readonly Event[]
  /** Where the first creation event leads. */
  initial: State
  /** Every legal move, creation included: the rows of `legal_transition`. */
  transitions: readonly Transition<State, Event>[]
  /**
   * What the event makes of a thing in state `from` (`NEW` for a creation), given the facts read for this decision.
   * Facts may be left out where the move has no guard.
   * @throws {Error} for a state the machine does not have, and for a guarded move without facts: both are our bugs.
   */
  next(from: string, event: string, facts?: Facts): Next<State>
  /** The events that the state knows, whether or not their guards hold now. */
  allowed(from: string): readonly Event[]
  /** The guard that is asked for this event in this state. */
  guardOf(from: string, event: string): string | undefined
  /** The life of the thing ends in this state. */
  isFinal(state: string): boolean
}

/** The states of a process as a union, for columns and switches. */
export type StateOf<P> = P extends Process<infer State, string, never> ? State : never
/** The events of a process as a union. */
export type EventOf<P> = P extends Process<string, infer Event, never> ? Event : never

/** XState's booleans, derived from guards that answer with reasons. */
export function guardsOf<Facts, Name extends string>(guards: Record<Name, Guard<Facts>>) {
  const entries = Object.entries<Guard<Facts>>(guards).map(([name, guard]) => [
    name,
    ({ context }: { context: Facts }) => guard(context).length === 0,
  ])
  return Object.fromEntries(entries) as Record<Name, (args: { context: Facts }) => boolean>
}

type StateNames<M extends AnyStateMachine> = Exclude<Extract<SnapshotFrom<M>['value'], string>, typeof NEW>
type Move = { target: string; guard: string | undefined }

/**
 * Wraps a flat machine whose first state is `NEW`. Called once per machine, when the program starts.
 * @throws {Error} where a declaration breaks the house rules: a nested state, two moves for one event in one state, a
 *   guard without reasons, a final state with events.
 */
export function processOf<M extends AnyStateMachine>(
  name: string,
  machine: M,
  guards: Record<string, Guard<ContextFrom<M>>>,
): Process<StateNames<M>, EventFrom<M>['type'], ContextFrom<M>> {
  type State = StateNames<M>
  type Event = EventFrom<M>['type']

  const moves = movesOf(name, machine, Object.keys(guards))
  const states = [...moves.keys()].filter((state) => state !== NEW) as State[]
  const transitions = [...moves].flatMap(([from, events]) =>
    [...events].map(([event, { target }]) => ({ from, event, to: target }) as Transition<State, Event>),
  )
  const [creation] = transitions
  if (creation?.from !== NEW) throw new Error(`${name}: the first state of a machine is ${NEW}, and an event leaves it`)

  const leaving = (state: string) => {
    const found = moves.get(state)
    if (found === undefined) throw new Error(`${name} has no state ${state}`)
    return found
  }

  return {
    name,
    states: Object.freeze(states),
    events: Object.freeze([...new Set(transitions.map(({ event }) => event))]),
    initial: creation.to,
    transitions: Object.freeze(transitions),
    next(from, event, facts) {
      const move = leaving(from).get(event)
      if (move === undefined) return outOfTurn
      const guard = move.guard === undefined ? undefined : guards[move.guard]
      if (guard !== undefined) {
        if (facts === undefined) throw new Error(`${name}: ${event} from ${from} cannot be judged without facts`)
        const unmet = guard(facts)
        if (unmet.length > 0) return { unmet }
      }
      return { to: stateAfter(machine, from, event, facts ?? {}) as State }
    },
    allowed: (from) => [...leaving(from).keys()] as Event[],
    guardOf: (from, event) => leaving(from).get(event)?.guard,
    isFinal: (state) => leaving(state).size === 0 && machine.states[state]?.type === 'final',
  }
}

function stateAfter(machine: AnyStateMachine, from: string, event: string, facts: object): string {
  const [after] = transition(machine, machine.resolveState({ value: from, context: facts }), { type: event })
  return String(after.value)
}

function movesOf(name: string, machine: AnyStateMachine, guards: string[]): Map<string, Map<string, Move>> {
  return new Map(
    Object.entries(machine.states).map(([state, node]) => {
      if (Object.keys(node.states).length > 0) throw new Error(`${name}.${state} is not flat`)
      if (node.type === 'final' && Object.keys(node.on).length > 0) throw new Error(`${name}.${state} is not final`)
      return [state, new Map(Object.keys(node.on).map((event) => [event, moveOf(event)]))]

      function moveOf(event: string): Move {
        const [only, ...more] = node.on[event] ?? []
        const target = only?.target?.[0]?.key
        if (only === undefined || target === undefined || more.length > 0) {
          throw new Error(`${name}.${state}: ${event} must lead to exactly one state`)
        }
        const { guard } = only
        if (guard === undefined) return { target, guard }
        if (typeof guard !== 'string' || !guards.includes(guard)) {
          throw new Error(`${name}.${state}: the guard of ${event} gives no reasons`)
        }
        return { target, guard }
      }
    }),
  )
}
