import { expect, test } from 'vitest'
import type { Process } from '@placet/shared/kernel/process'
import { NEW } from '@placet/shared/kernel/process'
import { anyone, roles } from '../src/kernel/auth/actor.ts'
import type { Actor, Role } from '../src/kernel/auth/actor.ts'
import type { Verdict } from '../src/kernel/policy.ts'
import { noPart } from '../src/kernel/workflow.ts'
import type { CaseFacts } from '../src/kernel/workflow.ts'

/** The applicant of the case that the tables speak of, and another organisation. */
export const applicant = 'f5a7c3de-0b1e-4a53-9f0e-0a8d5f8a2b11'
const stranger = 'c0ffee00-0b1e-4a53-9f0e-0a8d5f8a2b11'

/** The person of a column; several roles make one person with all of them. */
export const person = (...held: Role[]): Actor => ({
  ...anyone,
  id: `the ${held.join(' and ')}`,
  roles: held,
  organisationId: held.some((role) => applicantRoles.includes(role)) ? applicant : null,
})
export const ofOthers = (actor: Actor): Actor => ({ ...actor, organisationId: stranger })

const applicantRoles: readonly Role[] = ['applicantEditor', 'applicantSigner', 'organisationAdmin']

/** What a column's head stands for. Every role that an account can hold has one; a table without it fails. */
const heads: Record<string, Role> = {
  editor: 'applicantEditor',
  signer: 'applicantSigner',
  orgAdmin: 'organisationAdmin',
  screener: 'screeningOfficer',
  manager: 'caseManager',
  lead: 'stageLead',
  reviewer: 'reviewer',
  decider: 'decisionMaker',
  deputy: 'deputy',
  integrity: 'integrityOfficer',
  inspector: 'inspector',
  admin: 'agencyAdmin',
}

export { noPart }
export const recused: CaseFacts = { ...noPart, recused: true }
export const withPart = (...parts: string[]): CaseFacts => ({ ...noPart, parts })

type Table = { heads: string[]; rows: { event: string; states: string[]; cells: string[] }[] }

/** `event  states  cell cell …`, columns two blanks apart: `yes`, `–` for hidden, else the code of the reason. */
function read(table: string): Table {
  const [first = '', ...lines] = table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const cut = (line: string) => line.split(/\s{2,}/)
  const [, , ...columns] = cut(first)
  return {
    heads: columns,
    rows: lines.map((line) => {
      const [event = '', states = '', ...cells] = cut(line)
      if (cells.length !== columns.length) throw new Error(`${event} has ${cells.length} cells of ${columns.length}`)
      return { event, states: states.split(' '), cells }
    }),
  }
}

const said = (verdict: Verdict): string =>
  verdict === 'hidden' ? '–' : verdict.length === 0 ? 'yes' : verdict.map(({ code }) => code).join(' ')

type Judged = {
  process: Process<string, string, never>
  /** Events that people send, the creating one included. */
  asked: readonly string[]
  /** The policy's word on an event in a state, for the person of a column. */
  verdict: (event: string, state: string, column: string) => Verdict
}

/** Each event that people send stands in the table with every state that knows it; there the policy says what the table says. */
function holds({ process, asked, verdict }: Judged, { heads: columns, rows }: Table): void {
  test.each(rows)('$event in $states', ({ event, states, cells }) => {
    for (const state of states)
      for (const [index, column] of columns.entries())
        expect(said(verdict(event, state, column)), `${column} in ${state}`).toBe(cells[index])
  })

  test('no event that people send is missing, and no state of one', () => {
    const moves = (event: string, states: readonly string[]) => states.map((state) => `${state}.${event}`)
    const known = [NEW, ...process.states]
    expect(rows.flatMap(({ event, states }) => moves(event, states)).toSorted()).toEqual(
      asked
        .flatMap((event) =>
          moves(
            event,
            known.filter((state) => process.allowed(state).includes(event)),
          ),
        )
        .toSorted(),
    )
  })
}

/** A table with a column for every role: one person each, who has no part in the case. */
export function testRoles(
  judged: Omit<Judged, 'verdict'> & { verdict: (event: string, state: string, actor: Actor) => Verdict },
  table: string,
): void {
  const parsed = read(table)
  holds(
    {
      ...judged,
      verdict: (event, state, column) => judged.verdict(event, state, person(heads[column] ?? 'system')),
    },
    parsed,
  )
  test('every role has its column', () => {
    expect(parsed.heads.map((head) => heads[head])).toEqual(roles.filter((role) => role !== 'system'))
  })
}

/** A table whose columns are circumstances by name: who it is, and what that person has to do with the case. */
export function testCircumstances<Circumstance>(
  judged: Omit<Judged, 'verdict'> & { verdict: (event: string, state: string, circumstance: Circumstance) => Verdict },
  circumstances: Readonly<Record<string, Circumstance>>,
  table: string,
): void {
  const parsed = read(table)
  holds(
    {
      ...judged,
      verdict: (event, state, column) => {
        const circumstance = circumstances[column]
        if (circumstance === undefined) throw new Error(`nobody said who "${column}" is`)
        return judged.verdict(event, state, circumstance)
      },
    },
    parsed,
  )
  test('every circumstance has its column', () => {
    expect(parsed.heads).toEqual(Object.keys(circumstances))
  })
}
