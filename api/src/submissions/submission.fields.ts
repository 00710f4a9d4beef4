import { Args, Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql'
import { notAvailable } from '@placet/shared/policy-pack/questions'
import { findSectionOf } from '@placet/shared/policy-pack/fields'
import type { RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import { Clock, Clocks } from '../clocks/index.ts'
import { Document, UnfinishedUpload, unfinishedUploads } from '../documents/index.ts'
import { Answer, AnswerVersion, Classification, Dossiers, SectionProgress } from '../dossiers/index.ts'
import type { Dossier } from '../dossiers/index.ts'
import { agencyNow } from '../kernel/agency-clock.ts'
import { isApplicant } from '../kernel/auth/actor.ts'
import { Call, This } from '../kernel/call.ts'
import { findAll } from '../kernel/db/rows.ts'
import { Lifecycle } from '../kernel/lifecycle.ts'
import { cursorOf, keysOf, pageOf, pageSize, rowsFor } from '../kernel/paging.ts'
import { Permit, permitsOf } from '../kernel/permit.ts'
import { UnmetReason } from '../kernel/refusal.ts'
import { reasons, say } from '../kernel/wording.ts'
import { Organisation, Person, findOrganisation, findPerson } from '../people/index.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { Signature, signaturesOf } from '../signatures/index.ts'
import { DateTime } from '../kernel/scalars.ts'
import { Citation, Submission, SubmissionStateEnum } from './submission.entity.ts'
import { submissionStateFor } from './submission.policy.ts'
import { nextStepOf } from './submissions.service.ts'
import { CasePart, Screening, TimelineConnection } from './submission.types.ts'
import type { TimelineEntry } from './submission.types.ts'
import { SubmissionWorkflow } from './submission.workflow.ts'

@ObjectType()
export class Receipt {
  @Field(() => String) reference: string
  @Field(() => String) recordHash: string
  @Field(() => DateTime) at: Date
  @Field(() => [Document]) files: Document[]
  @Field(() => Int, { nullable: true }) logIndex: number | null
  @Field(() => Signature) signature: Signature
}

/** `recusedFrom`: the reader stepped out, and the object says nothing else. */
type Seen = Submission & { recusedFrom?: boolean }

/** Everything of a submission that is not a column of its row. */
@Resolver(() => Submission)
export class SubmissionFields {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly workflow: SubmissionWorkflow,
    private readonly packs: PolicyPacks,
    private readonly dossiers: Dossiers,
    private readonly clocksOf: Clocks,
  ) {}

  @ResolveField(() => SubmissionStateEnum)
  state(@Parent() subject: Submission, @This() call: Call): string {
    return submissionStateFor(call.actor, subject.state)
  }

  @ResolveField(() => Organisation)
  organisation(@Parent() subject: Seen, @This() call: Call): Promise<Organisation> {
    if (subject.recusedFrom)
      return Promise.resolve(
        Object.assign(new Organisation(), { id: subject.id, version: 1, name: '', verifiedAt: null, refusedAt: null }),
      )
    return findOrganisation(call, subject.organisationId)
  }

  @ResolveField(() => String)
  packVersion(@Parent() subject: Submission): string {
    return this.packs.get(subject.packId).version
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'computed while the dossier is drafted, then as submitted and confirmed',
  })
  async riskClass(@Parent() subject: Submission, @This() call: Call): Promise<string | null> {
    return subject.riskClass ?? (await this.classification(subject, call)).riskClass
  }

  @ResolveField(() => Classification)
  async classification(@Parent() subject: Submission, @This() call: Call): Promise<Classification> {
    const { answers } = await this.dossier(call, subject.id)
    return this.dossiers.classification(subject.packId, answers, call.language)
  }

  @ResolveField(() => String, {
    description:
      "The next step in words, for the reader's side: a code the screen words, e.g. continueDraft, mendReturned, answerRequest",
  })
  nextStep(@Parent() subject: Submission, @This() call: Call): string {
    return nextStepOf(subject, isApplicant(call.actor)).step
  }

  @ResolveField(() => String)
  waitingOn(@Parent() subject: Submission): string {
    return nextStepOf(subject, true).waitingOn
  }

  @ResolveField(() => [Permit])
  permits(@Parent() subject: Seen, @This() call: Call): Promise<Permit[]> {
    if (subject.recusedFrom) return Promise.resolve([])
    return permitsOf(call, this.lifecycle, this.workflow.flow, subject)
  }

  @ResolveField(() => [Answer])
  async answers(@Parent() subject: Submission, @This() call: Call): Promise<Answer[]> {
    call.opens(subject.id, 'answers')
    return [...(await this.dossier(call, subject.id)).rows.values()]
  }

  @ResolveField(() => [AnswerVersion], { description: 'what one answer said, newest first' })
  async answerHistory(
    @Parent() subject: Submission,
    @Args('field', { type: () => ID }) field: string,
    @This() call: Call,
  ): Promise<AnswerVersion[]> {
    call.opens(subject.id, 'answerHistory')
    const rows = await (
      await call.tx()
    ).rows<AnswerVersion & { reason: string | null; number: number | null; said: string | null }>(
      `select h.version, h.value, p.name as "changedBy", h.changed_at as "changedAt", h.reason, r.number, r.reason as said
       from answer_history h left join person p on p.id = h.changed_by and p.organisation_id = h.organisation_id
         left join information_request r on r.id = h.request_id
       where h.case_id = $1 and h.field = $2 order by h.version desc limit 200`,
      [subject.id, field],
    )
    return rows.map(({ reason, number, said, ...version }) => ({
      ...version,
      because: reason === null ? null : say(call.language, reason, { number: number ?? 0, reason: said ?? '' }),
    }))
  }

  @ResolveField(() => [SectionProgress])
  async sections(@Parent() subject: Submission, @This() call: Call): Promise<SectionProgress[]> {
    const dossier = await this.dossier(call, subject.id)
    return this.dossiers.progress(subject.packId, dossier, this.clocksOf.today(await agencyNow(await call.tx())))
  }

  @ResolveField(() => [UnmetReason], {
    description: 'Everything that keeps the dossier from being submitted; `at` is section/field',
  })
  async unmet(@Parent() subject: Submission, @This() call: Call): Promise<UnmetReason[]> {
    const dossier = await this.dossier(call, subject.id)
    return reasons(
      call.language,
      this.dossiers.unmet(subject.packId, dossier, this.clocksOf.today(await agencyNow(await call.tx()))),
    )
  }

  @ResolveField(() => [Document])
  async documents(@Parent() subject: Submission, @This() call: Call): Promise<Document[]> {
    call.opens(subject.id, 'documents')
    return findAll(await call.tx(), Document, 'where case_id = $1 order by uploaded_at, id limit 500', [subject.id])
  }

  @ResolveField(() => [UnfinishedUpload], { description: 'of the reader’s own' })
  unfinishedUploads(@Parent() subject: Submission, @This() call: Call): Promise<UnfinishedUpload[]> {
    return unfinishedUploads(call, subject.id)
  }

  @ResolveField(() => [Clock])
  async clocks(@Parent() subject: Submission, @This() call: Call): Promise<Clock[]> {
    const tx = await call.tx()
    return this.clocksOf.ofCase(tx, subject.id, subject.packId, call.language, await agencyNow(tx))
  }

  @ResolveField(() => TimelineConnection)
  async timeline(
    @Parent() subject: Submission,
    @Args('first', { type: () => Int, defaultValue: 50 }) size: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @This() call: Call,
  ): Promise<TimelineConnection> {
    const first = pageSize(size)
    const from = keysOf(after, ['number'])
    const tx = await call.tx()
    const rows = await tx.rows<TimelineEntry & { seq: string }>(
      `select t.id, t.seq, t.at, t.process, t.event, t.from_state as "fromState", t.to_state as "toState", coalesce(p.name, t.office) as actor, t.office, t.reason, t.subject_label as "subjectLabel"
       from transition t left join person p on p.id = t.actor_id where t.case_id = $1 and ($2::bigint is null or t.seq < $2) order by t.seq desc limit ${rowsFor(first)}`,
      [subject.id, from?.[0] ?? null],
    )
    const told = rows.map((row) =>
      row.process === 'submission' ? { ...row, fromState: submissionStateFor(call.actor, row.fromState) } : row,
    )
    return pageOf(told, first, after, (node) => ({ cursor: cursorOf(node.seq), node }))
  }

  @ResolveField(() => Person, { nullable: true, description: 'whose place it is now; null while it is empty' })
  async manager(@Parent() subject: Submission, @This() call: Call): Promise<Person | null> {
    return subject.managerId == null || isApplicant(call.actor) ? null : findPerson(call, subject.managerId)
  }

  @ResolveField(() => [CasePart])
  async parts(@Parent() subject: Submission, @This() call: Call): Promise<CasePart[]> {
    const rows = await (
      await call.tx()
    ).rows<{ person_id: string; part: string }>(
      `select person_id, part from case_part where case_id = $1 order by since, part limit 200`,
      [subject.id],
    )
    return Promise.all(rows.map(async ({ person_id, part }) => ({ person: await findPerson(call, person_id), part })))
  }

  @ResolveField(() => Screening, { nullable: true })
  async screening(@Parent() subject: Submission, @This() call: Call): Promise<Screening | null> {
    if (isApplicant(call.actor) || subject.submittedAt === null) return null
    const tx = await call.tx()
    const row = await tx.one<{
      version: number
      answers: Screening['answers']
      citations: { field: string; reason: string }[]
      class_confirmed: string | null
      class_reason: string | null
    }>(`select version, answers, citations, class_confirmed, class_reason from screening where case_id = $1`, [
      subject.id,
    ])
    const dossier = await this.dossier(call, subject.id)
    const unmet = this.dossiers.unmet(subject.packId, dossier, this.clocksOf.today(await agencyNow(tx)))
    const unready = [...dossier.documents.values()].filter(({ state }) => state !== 'clean')
    const check = (code: string, passed: boolean, at: string | null = null) => ({
      code,
      passed,
      message: say(call.language, `check.${code}.${passed ? 'passed' : 'failed'}`),
      at,
    })
    return {
      version: row?.version ?? 0,
      answers: row?.answers ?? [],
      citations: this.cited(subject.packId, row?.citations ?? []),
      classConfirmed: row?.class_confirmed ?? null,
      classReason: row?.class_reason ?? null,
      automaticChecks: [
        check('complete', unmet.length === 0, unmet[0]?.at ?? null),
        check('filesClean', unready.length === 0),
        check(
          'classComputed',
          this.dossiers.classification(subject.packId, dossier.answers, call.language).riskClass !== null,
          'risk/riskClass',
        ),
        check('signed', (await signaturesOf(tx, subject.id)).length > 0),
        ...unmet.slice(0, 50).map(({ code, params, at }) => ({
          code,
          passed: false,
          message: say(call.language, code, params),
          at: at ?? null,
        })),
      ],
    }
  }

  @ResolveField(() => [Citation], { description: 'The list that the screener sent back, when returned' })
  citations(@Parent() subject: Submission): Citation[] {
    return this.cited(subject.packId, subject.citations)
  }

  @ResolveField(() => [String], {
    description: 'reasons why something that the class asks for is not available in this version',
  })
  notAvailable(@Parent() subject: Submission, @This() call: Call): string[] {
    if (subject.riskClass === null) return []
    return notAvailable(this.packs.get(subject.packId), subject.riskClass as RiskClass).map((what) =>
      say(call.language, `notAvailable.${what}`),
    )
  }

  @ResolveField(() => [Signature])
  async signatures(@Parent() subject: Submission, @This() call: Call): Promise<Signature[]> {
    return signaturesOf(await call.tx(), subject.id)
  }

  @ResolveField(() => Receipt, { nullable: true })
  async receipt(@Parent() subject: Submission, @This() call: Call): Promise<Receipt | null> {
    const tx = await call.tx()
    const last = (await signaturesOf(tx, subject.id)).at(-1)
    if (last === undefined) return null
    return {
      reference: subject.reference,
      recordHash: last.recordHash,
      at: last.at,
      logIndex: last.logIndex,
      signature: last,
      files: await findAll(tx, Document, `where case_id = $1 and state = 'clean' order by id limit 500`, [subject.id]),
    }
  }

  @ResolveField(() => Boolean, { description: 'the reader stepped out of this case' })
  recused(@Parent() subject: Seen): boolean {
    return subject.recusedFrom === true
  }

  private cited(packId: string, citations: readonly { field: string; reason: string }[]): Citation[] {
    return citations.map(({ field, reason }) => ({
      field,
      section: findSectionOf(this.packs.get(packId), field)?.id ?? '',
      reason,
    }))
  }

  private dossier(call: Call, id: string): Promise<Dossier> {
    return call
      .loader<string, Dossier>('dossier', async (tx, ids) => {
        const read = await this.dossiers.read(tx, ids)
        return ids.map((wanted) => read.get(wanted) ?? new Error('no dossier'))
      })
      .load(id)
  }
}
