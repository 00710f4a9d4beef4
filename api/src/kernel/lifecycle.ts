import { Injectable } from '@nestjs/common'
import { NEW } from '@placet/shared/kernel/process'
import type { Unmet } from '@placet/shared/kernel/process'
import type { DataSource } from 'typeorm'
import { agencyNow } from './agency-clock.ts'
import { system } from './auth/actor.ts'
import type { Actor } from './auth/actor.ts'
import type { Call } from './call.ts'
import { claimCommand, keepAnswer } from './command.ts'
import type { Answer } from './command.ts'
import { Databases } from './db/databases.ts'
import { isDutiesApart, isRivalry } from './db/faults.ts'
import { findAll, findById, insertRow, updateRow } from './db/rows.ts'
import { run } from './db/run.ts'
import type { Tx } from './db/run.ts'
import { notFound } from './errors.ts'
import { recordAct, recordStep } from './record.ts'
import { isRefusal, refuse } from './refusal.ts'
import type { RefusalData } from './refusal.ts'
import { Signing } from './signing/signing.ts'
import type { Seal, Sealed } from './signing/signing.ts'
import { say } from './wording.ts'
import { noPart, readParts, unmet } from './workflow.ts'
import type { CaseFacts, Flow, Happening, Subject, Workflow } from './workflow.ts'

/** What a command asks of a subject. */
export type Ask = {
  call: Call
  id: string
  commandId: string
  version: number
  event: Happening
  /** For signed acts. */
  seal?: Seal
  /** Anything else of the input that the command's identity covers. */
  input?: unknown
}

type Moved<S> = { to: S } | { unmet: Unmet[] } | { outOfTurn: true }

/** What a reaction may do: everything happens in the one transaction, inside the one locked case, in the system's name. */
export type Act = {
  tx: Tx
  at: Date
  caseId: string
  organisationId: string
  /** Who set it off. */
  actor: Actor
  signature?: Sealed
  /** Moves another object of the case; throws when it can not. */
  send<S extends Subject>(flow: Flow<S>, subject: S, happening: Happening): Promise<S>
  /** As `send`, but a guard or the wrong state is an answer, not an error. */
  attempt<S extends Subject>(flow: Flow<S>, subject: S, happening: Happening): Promise<boolean>
  /** Creates an object of the case. */
  open<S extends Subject>(flow: Flow<S>, values: object, happening: Happening): Promise<S>
}

export type Reaction<S extends Subject = Subject> = (
  act: Act,
  subject: S,
  happening: Happening,
  from: string,
) => Promise<void>
export type Rule = { flow: Flow; event: string; react: Reaction<never> }

/** One line of the choreography. */
export const when = <S extends Subject>(flow: Flow<S>, event: string, react: Reaction<S>): Rule => ({
  flow,
  event,
  react: react as Reaction<never>,
})

@Injectable()
export class Lifecycle {
  private rules = new Map<string, Reaction<never>[]>()
  private readonly app: DataSource

  constructor(
    private readonly databases: Databases,
    private readonly signing: Signing,
  ) {
    this.app = databases.app
  }

  /** The choreography, given once at boot. */
  follow(rules: readonly Rule[]): void {
    this.rules = new Map()
    for (const { flow, event, react } of rules) {
      if (!flow.process.events.includes(event)) throw new Error(`${flow.process.name} has no event ${event}`)
      const key = `${flow.process.name}.${event}`
      this.rules.set(key, [...(this.rules.get(key) ?? []), react])
    }
  }

  /**
   * Moves a subject by an event that a person sent. The order is not negotiable: command, lock, policy, version, facts,
   * machine; then state, transition, audit, leaf and outbox in the same transaction; then reactions; answer after COMMIT.
   * @throws NOT_FOUND where the actor may not know of the subject
   */
  async advance<S extends Subject, F extends object>(flow: Workflow<S, F>, ask: Ask): Promise<Answer> {
    const { call, id, version, event, seal } = ask
    const asAsked = {
      flow: flow.process.name,
      id,
      version,
      event,
      input: ask.input ?? null,
      ceremony: seal?.ceremonyId ?? null,
    }
    if (seal !== undefined) {
      const wrong = await this.signing.prejudge(call, seal)
      if (wrong !== null) return this.refused(call, flow, ask, wrong)
    }
    return this.transact(call, flow, ask, asAsked, async (tx) => {
      const held = await this.hold(tx, flow, id)
      if (held === null) throw notFound()
      const { subject, at, caseId } = held
      if (seal !== undefined && !(await this.signing.stillMay(tx, call.actor)))
        return refuse.notPermitted(call.language, [])
      const { facts, parts } = await this.judgeable(tx, flow, subject, call.actor, at, event)
      const verdict = flow.permits(call.actor, event.type, subject, { ...facts, ...parts })
      if (verdict === 'hidden') return refuse.notPermitted(call.language, [])
      if (verdict.length > 0) return refuse.notPermitted(call.language, verdict)
      if (subject.version !== version) return refuse.stale(call.language, subject.version)
      const next = flow.process.next(subject.state, event.type, facts)
      if ('unmet' in next) return refuse.incomplete(call.language, next.unmet)
      if ('outOfTurn' in next)
        return refuse.outOfTurn(call.language, flow.stateFor?.(call.actor, subject.state) ?? subject.state)
      let sealed: Sealed | undefined
      const meaning = flow.signs?.meaningOf(event.type, subject) ?? null
      if (meaning !== null) {
        if (seal === undefined) throw new Error(`${flow.process.name}.${event.type} is signed, and no ceremony came`)
        const outcome = await this.signing.seal(tx, call, flow, subject, event, meaning, seal, at, caseId)
        if (isRefusal(outcome)) return outcome
        sealed = outcome
      }
      await this.move(tx, flow, subject, next.to, event, call.actor, at, caseId, facts, sealed)
      return { __typename: flow.typename, id }
    })
  }

  /**
   * Creates a subject in a case by a command; `caseId` null creates the case itself.
   * `values` are read inside the transaction, under the lock.
   */
  async open<S extends Subject, F extends object>(
    flow: Workflow<S, F>,
    ask: {
      call: Call
      commandId: string
      caseId: string | null
      event: Happening
      input: unknown
      values: (tx: Tx, at: Date) => Promise<Partial<S> | RefusalData>
    },
  ): Promise<Answer> {
    const { call, event, caseId } = ask
    const named = { call, commandId: ask.commandId, event, id: caseId ?? call.actor.id }
    return this.transact(
      call,
      flow,
      named,
      { flow: flow.process.name, caseId, event, input: ask.input },
      async (tx) => {
        let at: Date
        if (caseId === null) at = await agencyNow(tx)
        else {
          const held = await this.holdCase(tx, caseId)
          if (held === null) throw notFound()
          at = held.at
        }
        const values = await ask.values(tx, at)
        if (isRefusal(values)) return values
        const preview = Object.assign(new flow.entity(), { id: '', version: 0, state: NEW }, values)
        const { facts, parts } = await this.judgeable(tx, flow, preview, call.actor, at, event)
        const verdict = flow.permits(call.actor, event.type, preview, { ...facts, ...parts })
        if (verdict === 'hidden' || verdict.length > 0)
          return refuse.notPermitted(call.language, verdict === 'hidden' ? [] : verdict)
        const next = flow.process.next(NEW, event.type, facts)
        if ('unmet' in next) return refuse.incomplete(call.language, next.unmet)
        if ('outOfTurn' in next) return refuse.outOfTurn(call.language, NEW)
        const made = await this.create(tx, flow, values as object, next.to, event, call.actor, at)
        return { __typename: flow.typename, id: made.id }
      },
    )
  }

  /**
   * A command that is no transition (saving a draft, an answer): claimed, locked to its case, audited, answered once.
   * `work` refuses by returning a refusal; nothing it wrote then stays. With `act` it moves objects of the case.
   */
  async edit(
    call: Call,
    commandId: string,
    caseId: string,
    action: string,
    input: unknown,
    work: (tx: Tx, at: Date, act: Act) => Promise<Answer>,
  ): Promise<Answer> {
    const named = { call, commandId, event: { type: action }, id: caseId }
    return this.transact(call, { process: { name: 'edit' } }, named, { action, caseId, input }, async (tx) => {
      const held = await this.holdCase(tx, caseId)
      if (held === null) throw notFound()
      const answer = await work(tx, held.at, this.actIn({ ...held, tx, caseId, actor: call.actor }))
      if (!isRefusal(answer))
        await recordAct(tx, { actor: call.actor, action, process: 'edit', subjectId: caseId, caseId, outcome: 'done' })
      return answer
    })
  }

  /** An event of the system (a timer): through the same door, with the system as actor. False when it no longer applies. */
  async fire(
    flow: Flow,
    caseId: string,
    id: string,
    event: Happening,
    before?: (tx: Tx) => Promise<boolean>,
  ): Promise<boolean> {
    return run(this.databases.worker, system, 'write', async (tx) => {
      await tx.enterCase(caseId)
      const held = await this.hold(tx, flow, id)
      if (held === null) return false
      if (before !== undefined && !(await before(tx))) return false
      return 'to' in (await this.judgeAndMove(tx, flow, held.subject, event, held.at, caseId))
    })
  }

  /** May the reader send this event now? The same code that refuses. */
  async permits<S extends Subject, F extends object>(
    call: Call,
    flow: Workflow<S, F>,
    subject: S,
  ): Promise<{ event: string; because: Unmet[] }[]> {
    const tx = await call.tx()
    const loader = call.loader<S, { facts: F; parts: CaseFacts }>(flow, async (_, subjects) => {
      const at = await agencyNow(tx)
      const facts = await flow.facts(tx, subjects, { actor: call.actor, at })
      const parts = await readParts(
        tx,
        call.actor.id,
        subjects.map((one) => flow.caseOf(one)),
      )
      return subjects.map((one) => {
        const found = facts.get(one.id)
        const mine = parts.get(flow.caseOf(one))
        if (found === undefined || mine === undefined) return new Error(`no facts of ${flow.process.name} ${one.id}`)
        return { facts: found, parts: mine }
      })
    })
    const { facts, parts } = await loader.load(subject)
    const possible = new Set(flow.process.allowed(subject.state))
    return flow.asked.flatMap((event) => {
      if (!possible.has(event)) return []
      const verdict = flow.permits(call.actor, event, subject, { ...facts, ...parts })
      if (verdict === 'hidden') return []
      if (verdict.length > 0) return [{ event, because: verdict }]
      const next = flow.process.next(subject.state, event, facts)
      return [{ event, because: 'unmet' in next ? next.unmet : [] }]
    })
  }

  /** The subject as the reader of this request sees it now, in a fresh read. */
  async read<S extends Subject>(call: Call, flow: Flow<S>, id: string): Promise<S> {
    const subject = await findById(await call.tx(), flow.entity, id)
    if (subject === undefined) throw notFound()
    call.opens(flow.caseOf(subject), flow.process.name)
    return Object.assign(subject, { __typename: flow.typename })
  }

  /**
   * What a mutation answers with: the changed object read afresh, or the refusal. Who lost sight of it by what they did is
   * told that it is done, and nothing more of it; a repetition of the command is told the same.
   */
  async answer<S extends Subject>(call: Call, flow: Flow<S>, answer: Answer): Promise<S | Answer> {
    await call.readAfresh()
    if (isRefusal(answer)) return answer
    const id = String(answer['id'])
    const subject = await findById(await call.tx(), flow.entity, id)
    if (subject === undefined) return { __typename: 'Done', id, message: say(call.language, 'done.outOfSight') }
    return Object.assign(subject, { __typename: flow.typename })
  }

  private async transact(
    call: Call,
    flow: { process: { name: string } },
    ask: { commandId: string; event: Happening; id: string },
    input: unknown,
    work: (tx: Tx) => Promise<Answer>,
  ): Promise<Answer> {
    class Refused extends Error {
      constructor(readonly refusal: RefusalData) {
        super('refused')
      }
    }
    for (let tries = 1; ; tries += 1)
      try {
        return await run(this.app, call.actor, 'write', async (tx) => {
          const before = await claimCommand(tx, call, ask.commandId, input)
          if (before !== null) return before
          const answer = await work(tx)
          // A refusal leaves nothing behind, not even the claim: the same click may come again when the reason is mended.
          if (isRefusal(answer)) throw new Refused(answer)
          await keepAnswer(tx, call, ask.commandId, answer)
          return answer
        })
      } catch (cause) {
        if (cause instanceof Refused) return this.refused(call, flow, ask, cause.refusal)
        if (isDutiesApart(cause))
          return this.refused(call, flow, ask, refuse.notPermitted(call.language, [unmet('duty.keptApart')]))
        if (tries === 3 || !isRivalry(cause)) throw cause
      }
  }

  private async refused(
    call: Call,
    flow: { process: { name: string } },
    ask: { event: Happening; id: string },
    refusal: RefusalData,
  ): Promise<RefusalData> {
    await run(this.app, call.actor, 'write', (tx) =>
      recordAct(tx, {
        actor: call.actor,
        action: ask.event.type,
        process: flow.process.name,
        subjectId: ask.id,
        caseId: null,
        outcome: refusal.__typename,
      }),
    )
    return refusal
  }

  /** FOR UPDATE on the case, then the subject: unseen and absent look the same. */
  private async hold<S extends Subject, F extends object>(
    tx: Tx,
    flow: Workflow<S, F>,
    id: string,
  ): Promise<{ subject: S; at: Date; caseId: string } | null> {
    // Whoever sees the subject may set the case moving: a reviewer who still declares sees the assignment, not the case.
    const [seen] = await tx.rows<{ case_id: string }>(
      `select ${flow.table === 'submission' ? 'id' : 'case_id'} as case_id, set_config('app.system_case', ${flow.table === 'submission' ? 'id' : 'case_id'}::text, true) from ${flow.table} where id = $1`,
      [id],
    )
    if (seen === undefined) return null
    const [row] = await tx.rows<{ id: string; days: number }>(
      `select s.id, s.organisation_id, (select clock_offset_days from agency_setting) as days from submission s where s.id = $1 for update of s`,
      [seen.case_id],
    )
    if (row === undefined) return null
    const subject = await findById(tx, flow.entity, id)
    if (subject === undefined) return null
    return { subject, at: new Date(Date.now() + row.days * 86_400_000), caseId: row.id }
  }

  private async holdCase(tx: Tx, caseId: string): Promise<{ at: Date; organisationId: string } | null> {
    const [row] = await tx.rows<{ id: string; organisation_id: string; days: number }>(
      `select s.id, s.organisation_id, (select clock_offset_days from agency_setting) as days from submission s where s.id = $1 for update of s`,
      [caseId],
    )
    if (row === undefined) return null
    await tx.enterCase(caseId)
    return { at: new Date(Date.now() + row.days * 86_400_000), organisationId: row.organisation_id }
  }

  private async judgeable<S extends Subject, F extends object>(
    tx: Tx,
    flow: Workflow<S, F>,
    subject: S,
    actor: Actor,
    at: Date,
    happening: Happening,
  ): Promise<{ facts: F; parts: CaseFacts }> {
    const facts = (await flow.facts(tx, [subject], { actor, at, happening })).get(subject.id)
    if (facts === undefined) throw new Error(`no facts of ${flow.process.name} ${subject.id}`)
    const caseId = flow.caseOf(subject)
    const parts = (caseId === '' ? undefined : (await readParts(tx, actor.id, [caseId])).get(caseId)) ?? noPart
    return { facts, parts }
  }

  private async judgeAndMove<S extends Subject, F extends object>(
    tx: Tx,
    flow: Workflow<S, F>,
    subject: S,
    event: Happening,
    at: Date,
    caseId: string,
  ): Promise<Moved<S>> {
    const guarded = flow.process.guardOf(subject.state, event.type) !== undefined
    const facts = guarded
      ? (await flow.facts(tx, [subject], { actor: system, at, happening: event })).get(subject.id)
      : undefined
    const next = flow.process.next(subject.state, event.type, facts)
    if (!('to' in next)) return next
    return { to: await this.move(tx, flow, subject, next.to, event, system, at, caseId, facts, undefined) }
  }

  private async move<S extends Subject, F extends object>(
    tx: Tx,
    flow: Workflow<S, F>,
    subject: S,
    to: string,
    event: Happening,
    actor: Actor,
    at: Date,
    caseId: string,
    facts: F | undefined,
    signature: Sealed | undefined,
  ): Promise<S> {
    const moved = await updateRow(tx, flow.entity, subject.id, subject.version, {
      ...flow.sets?.(event, subject, at, actor, facts),
      state: to,
    } as Partial<Record<keyof S & string, unknown>>)
    if (moved === undefined) throw new Error(`${flow.process.name} ${subject.id} changed under its lock`)
    await this.record(tx, flow, moved, subject.state, event, actor, at)
    await this.react(tx, flow, moved, event, subject.state, actor, at, caseId, signature)
    return moved
  }

  private async create<S extends Subject, F extends object>(
    tx: Tx,
    flow: Workflow<S, F>,
    values: object,
    to: string,
    event: Happening,
    actor: Actor,
    at: Date,
  ): Promise<S> {
    const made = await insertRow(tx, flow.entity, { ...values, state: to } as Partial<
      Record<keyof S & string, unknown>
    >)
    await tx.enterCase(flow.caseOf(made))
    await this.record(tx, flow, made, NEW, event, actor, at)
    await this.react(tx, flow, made, event, NEW, actor, at, flow.caseOf(made), undefined)
    return made
  }

  private async record<S extends Subject, F extends object>(
    tx: Tx,
    flow: Workflow<S, F>,
    subject: S,
    from: string,
    event: Happening,
    actor: Actor,
    at: Date,
  ): Promise<void> {
    await recordStep(tx, {
      caseId: flow.caseOf(subject),
      organisationId: subject.organisationId,
      applicantSees: flow.applicantSees(event.type, subject),
      process: flow.process.name,
      subjectId: subject.id,
      subjectLabel: flow.label?.(subject) ?? '',
      from,
      event: event.type,
      to: subject.state,
      actor,
      reason: event.reason ?? null,
      at,
    })
  }

  private async react<S extends Subject, F extends object>(
    tx: Tx,
    flow: Workflow<S, F>,
    subject: S,
    happening: Happening,
    from: string,
    actor: Actor,
    at: Date,
    caseId: string,
    signature: Sealed | undefined,
  ): Promise<void> {
    const reactions = this.rules.get(`${flow.process.name}.${happening.type}`)
    if (reactions === undefined) return
    const act = this.actIn({
      tx,
      at,
      caseId,
      organisationId: subject.organisationId,
      actor,
      ...(signature === undefined ? {} : { signature }),
    })
    for (const reaction of reactions) await (reaction as unknown as Reaction<S>)(act, subject, happening, from)
  }

  /** What a reaction, or an edit, may do inside its locked case. */
  private actIn(place: Omit<Act, 'send' | 'attempt' | 'open'>): Act {
    const { tx, at, caseId } = place
    return {
      ...place,
      send: async (other, target, event) => {
        const moved = await this.judgeAndMove(tx, other, target, event, at, caseId)
        if ('to' in moved) return moved.to
        throw new Error(`${other.process.name} in ${target.state} cannot ${event.type}: ${JSON.stringify(moved)}`)
      },
      attempt: async (other, target, event) => 'to' in (await this.judgeAndMove(tx, other, target, event, at, caseId)),
      open: async (other, values, event) => {
        const guarded = other.process.guardOf(NEW, event.type) !== undefined
        const preview = Object.assign(new other.entity(), { id: '', version: 0, state: NEW }, values)
        const facts = guarded
          ? (await other.facts(tx, [preview], { actor: system, at, happening: event })).get('')
          : undefined
        const next = other.process.next(NEW, event.type, facts)
        if (!('to' in next)) throw new Error(`${other.process.name} cannot be opened: ${JSON.stringify(next)}`)
        return this.create(tx, other, values, next.to, event, system, at)
      },
    }
  }
}

/** Every object of a case of one kind, under the transaction's own sight. */
export const ofCase = <S extends Subject>(tx: Tx, flow: Flow<S>, caseId: string, order = 'id'): Promise<S[]> =>
  findAll(tx, flow.entity, `where case_id = $1 order by ${order} limit 500`, [caseId])
