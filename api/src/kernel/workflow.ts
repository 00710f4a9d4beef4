import type { ObjectLiteral } from 'typeorm'
import type { Process, Unmet } from '@placet/shared/kernel/process'
import type { Actor } from './auth/actor.ts'
import type { Tx } from './db/run.ts'
import type { Verdict } from './policy.ts'

/** What every case object carries. `caseId` of a submission is its own id. */
export type Subject = ObjectLiteral & {
  id: string
  organisationId: string
  version: number
  state: string
}

/** What happened: the event, why, and whatever else its effects need. */
export type Happening = { type: string; reason?: string | null } & Record<string, unknown>

/** Facts that every judgement needs: whose case, and the actor's own part in it. */
export type CaseFacts = {
  /** Parts that the asking person has in this case. */
  parts: readonly string[]
  /** The case is closed to them: they stepped out of it, or an interest of theirs is being looked at. */
  recused: boolean
  /** Closed only until an interest is ruled on. */
  underCheck: boolean
}

export const noPart: CaseFacts = { parts: [], recused: false, underCheck: false }

/** A feature's declaration: no transaction, no lock, no audit code. */
export type Workflow<S extends Subject = Subject, Facts extends object = object> = {
  process: Process<string, string, Facts>
  /** Entity class; its table holds state and version. */
  entity: new () => S
  table: string
  /** GraphQL name of the entity. */
  typename: string
  caseOf(subject: S): string
  /** The applicant reads this step in the history of the case, and is told of it; `subject` as it stands after it. */
  applicantSees(event: string, subject: S): boolean
  /** The state by the word that this reader may know of, where the state itself is not theirs to know. */
  stateFor?(actor: Actor, state: string): string
  label?(subject: S): string
  /** Events that people send (the rest is the system's), in the order that a screen offers them. */
  asked: readonly string[]
  /** One query for one subject or for fifty. `happening` is there when an event is judged, absent when buttons are drawn. */
  facts(
    tx: Tx,
    subjects: readonly S[],
    asked: { actor: Actor; at: Date; happening?: Happening },
  ): Promise<Map<string, Facts>>
  /** Who may send the event: pure. */
  permits(actor: Actor, event: string, subject: S, facts: Facts & CaseFacts): Verdict
  /** Columns of the subject's own row that the event sets, besides state and version. `facts` are those its guard was asked with. */
  sets?(
    happening: Happening,
    subject: S,
    at: Date,
    actor: Actor,
    facts: Facts | undefined,
  ): Partial<Record<keyof S & string, unknown>>
  /** What is signed: a plain value for canonical JSON, and which events are signed with which meaning. */
  signs?: {
    meaningOf(event: string, subject: S): string | null
    record(tx: Tx, subject: S, happening?: Happening): Promise<Record<string, unknown>>
  }
}

/** A workflow whose facts are its own affair: what differs between workflows stays inside the declaration. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- facts are read and judged inside one declaration only
export type Flow<S extends Subject = any> = Workflow<S, any>

/** Declares a workflow; types are checked here, everything else happens in `Lifecycle`. */
export function workflow<S extends Subject, Facts extends object>(declaration: Workflow<S, Facts>): Workflow<S, Facts> {
  return declaration
}

/** Reads the actor's own parts and recusals in these cases. */
export async function readParts(tx: Tx, actorId: string, caseIds: readonly string[]): Promise<Map<string, CaseFacts>> {
  const rows = await tx.rows<{ case_id: string; parts: string[] | null; recused: boolean; under_check: boolean }>(
    `select c as case_id,
       (select array_agg(p.part) from case_part p where p.case_id = c and p.person_id = $1) as parts,
       exists (select 1 from case_recusal r where r.case_id = c and r.person_id = $1) as recused,
       exists (select 1 from case_recusal r where r.case_id = c and r.person_id = $1 and r.pending) as under_check
     from unnest($2::uuid[]) as c`,
    [actorId, [...new Set(caseIds)]],
  )
  return new Map(
    rows.map(({ case_id, parts, recused, under_check }) => [
      case_id,
      { parts: parts ?? [], recused, underCheck: under_check },
    ]),
  )
}

export const unmet = (code: string, params?: Record<string, string | number>, at?: string): Unmet => ({
  code,
  ...(params === undefined ? {} : { params }),
  ...(at === undefined ? {} : { at }),
})
