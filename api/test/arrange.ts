import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { allFields } from '@placet/shared/policy-pack/fields'
import { parsePolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { PackField, RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import { sampleAnswers } from '@placet/shared/policy-pack/sample-answers'
import { csv, files } from './sample-files.ts'
import { boot, TestPortal } from './portal.ts'
import type { Name, Outcome, Visitor } from './portal.ts'

export const pack = parsePolicyPack(defaultPack)

/** A row of the case as the owner sees it. */
export type Row = { id: string; version: number; state: string; case_id: string } & Record<string, unknown>

export const claimRow = (fieldId: string, until: string) => ({
  id: `claim${fieldId.slice(0, 3)}`,
  cells: { fieldId, reason: 'trade secret', explanation: 'Competitors would learn how it is built.', until },
})

/** How the case is to be made. */
export type Wish = {
  riskClass?: RiskClass
  by?: 'officer' | 'rival'
  modelName?: string
  /** Answers of the test's own; they stay. */
  answers?: Record<string, unknown>
  /** What every stage recommends. */
  recommend?: 'approve' | 'approveWithConditions' | 'refuse'
}

/** Arranges cases by the commands that people use; nothing is inserted. */
export class Arranger extends TestPortal {
  static async open(pool?: number): Promise<Arranger> {
    return new Arranger(await boot(pool))
  }

  submission(wish: Wish = {}): CaseInTheMaking {
    return new CaseInTheMaking(this, wish)
  }

  async row(table: string, id: string): Promise<Row> {
    return this.one<Row>(
      `select *, ${table === 'submission' ? 'id as case_id' : 'case_id'} from ${table} where id = $1`,
      [id],
    )
  }

  /** The objects of a kind in a case. */
  async of(table: string, caseId: string, where = 'true'): Promise<Row[]> {
    return this.rows<Row>(`select * from ${table} where case_id = $1 and ${where} order by id`, [caseId])
  }

  /** Uploads a small file through the resumable door and waits for this verdict. */
  async upload(
    visitor: Visitor,
    submissionId: string,
    file = csv,
    purpose: 'evidence' | 'modelCard' = 'evidence',
    verdict: 'clean' | 'rejected' = 'clean',
  ): Promise<string> {
    const metadata = Object.entries({ submissionId, filename: file.name, filetype: file.type, purpose })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',')
    const headers = { 'tus-resumable': '1.0.0', 'x-placet-upload': '1' }
    const created = await visitor.fetch('/files', {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(file.bytes.length), 'upload-metadata': metadata },
    })
    const location = created.headers.get('location')
    if (location === null) throw new Error(`no upload: ${created.status} ${await created.text()}`)
    await visitor.fetch(location, {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(file.bytes),
    })
    const id = location.split('/').at(-1) ?? ''
    for (let tries = 0; tries < 100; tries += 1) {
      const { state } = await this.one<{ state: string }>(`select state from document where id = $1`, [id])
      if (state === verdict) return id
      await pause(20)
    }
    throw new Error(`the file was not found ${verdict}`)
  }
}

/** One case, brought step by step to where a test begins. Every step repeats the ones before it. */
export class CaseInTheMaking {
  readonly a: Arranger
  readonly wish: Wish
  id = ''

  constructor(a: Arranger, wish: Wish) {
    this.a = a
    this.wish = wish
  }

  get riskClass(): RiskClass {
    return this.wish.riskClass ?? 'I'
  }

  applicant(): Promise<Visitor> {
    return this.a.as(this.wish.by ?? 'officer')
  }

  /** The submission's row now. */
  now(): Promise<Row> {
    return this.a.row('submission', this.id)
  }

  stages(): Promise<Row[]> {
    return this.a.rows<Row>(`select * from review_stage where case_id = $1 order by stage`, [this.id])
  }

  async stage(key = 'technical'): Promise<Row> {
    const found = (await this.stages()).find(({ stage }) => stage === key)
    if (found === undefined) throw new Error(`the case has no stage ${key}`)
    return found
  }

  async decision(): Promise<Row> {
    return this.a.one<Row>(`select * from decision where case_id = $1 order by state = 'abandoned' limit 1`, [this.id])
  }

  private async move(by: Name, mutation: string, more: object = {}): Promise<Outcome> {
    const { id, version } = await this.now()
    return (await this.a.as(by)).do(mutation, { id, version, ...more })
  }

  async draft(): Promise<this> {
    const { modelName = `Model ${Math.random().toString(36).slice(2, 8)}` } = this.wish
    const started = await (await this.applicant()).do('startDossier', { modelName, modelVersion: '1.0' })
    this.id = String(started['id'])
    return this
  }

  /** Every required answer is there. */
  async ready(): Promise<this> {
    await this.draft()
    const applicant = await this.applicant()
    const uploaded = new Map<string, string>()
    const seed = createHash('sha256').update(this.riskClass).digest().readUInt16BE(0)
    const { answers: keep = {} } = this.wish
    const wish = { riskClass: this.riskClass, seed, today: await this.today(), keep }
    const accepts = new Set<string>()
    sampleAnswers(pack, { ...wish, files: ({ accept }) => (accepts.add(accept ?? 'text/csv'), ['later']) })
    for (const accept of accepts) uploaded.set(accept, await this.a.upload(applicant, this.id, files[accept] ?? csv))
    const answers = sampleAnswers(pack, {
      ...wish,
      files: ({ accept }) => [uploaded.get(accept ?? 'text/csv') ?? ''],
    })
    const changed = allFields(pack)
      .filter(({ id }) => answers[id] !== undefined)
      // The groups of some tables are taken from other answers, which must be there first.
      .toSorted((one, other) => Number(followsOthers(one)) - Number(followsOthers(other)))
      .map(({ id }) => ({
        field: id,
        baseVersion: id === 'modelName' || id === 'modelVersion' ? 1 : 0,
        value: answers[id],
      }))
    const saved = await applicant.do('saveAnswers', { id: this.id, answers: changed })
    const failed = (saved['outcomes'] as { outcome: string }[]).filter(({ outcome }) => outcome !== 'saved')
    if (failed.length > 0) throw new Error(`not saved: ${JSON.stringify(failed)}`)
    return this
  }

  private async today(): Promise<string> {
    const { days } = await this.a.one<{ days: number }>(`select clock_offset_days as days from agency_setting`)
    return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  }

  async submitted(): Promise<this> {
    await this.ready()
    const { id, version } = await this.now()
    await (await this.applicant()).sign('submitDossier', 'submission', 'submitted', { id, version })
    return this
  }

  async screening(): Promise<this> {
    await this.submitted()
    await this.move('screener', 'acknowledgeSubmission')
    return this
  }

  /** The screening record, whole. */
  async screened(): Promise<this> {
    await this.screening()
    await this.screen()
    return this
  }

  async screen(more: object = {}): Promise<void> {
    const [before] = await this.a.rows<{ version: number }>(`select version from screening where case_id = $1`, [
      this.id,
    ])
    await (
      await this.a.as('screener')
    ).do('saveScreening', {
      id: this.id,
      screeningVersion: before?.version ?? 0,
      answers: questionsOf(pack, 'screening', this.riskClass).map(({ id }) => ({
        question: id,
        answer: 'yes',
        reason: 'Read in the file.',
      })),
      citations: [],
      classConfirmed: this.riskClass,
      classReason: null,
      ...more,
    })
  }

  async returned(field = 'intendedPurpose'): Promise<this> {
    await this.screening()
    await this.screen({ citations: [{ field, reason: 'It does not name the setting.' }] })
    await this.move('screener', 'returnSubmission')
    return this
  }

  async inReview(): Promise<this> {
    await this.screened()
    await this.move('screener', 'acceptSubmission', { caseManagerId: await this.a.idOf('manager') })
    return this
  }

  /** Proposes a reviewer for a stage and brings the assignment to the wanted state. */
  async assign(
    stage: Row,
    who: Name,
    to: 'proposed' | 'declaring' | 'active' | 'integrityCheck' = 'active',
  ): Promise<Row> {
    const lead = await this.a.as('lead')
    const { id } = await lead.do('proposeReviewer', { id: stage.id, reviewerId: await this.a.idOf(who) })
    const now = () => this.a.row('reviewer_assignment', String(id))
    const reviewer = await this.a.as(who)
    const version = async () => (await now()).version
    if (to !== 'proposed') await reviewer.do('openAssignment', { id, version: await version() })
    if (to === 'active') await reviewer.do('declareNoInterest', { id, version: await version(), affirmed: true })
    if (to === 'integrityCheck')
      await reviewer.do('declareInterest', {
        id,
        version: await version(),
        kinds: ['shares'],
        detail: 'Twenty shares.',
      })
    return now()
  }

  /** Every stage has as many active reviewers as it needs, beginning with reviewer A. */
  async staffed(): Promise<this> {
    await this.inReview()
    for (const stage of await this.stages()) for (const who of reviewersFor(stage)) await this.assign(stage, who)
    return this
  }

  /** A reviewer's report, whole but not signed. */
  async answerAll(stage: Row, who: Name, first: 'yes' | 'partly' | 'no' = 'yes'): Promise<void> {
    const reviewer = await this.a.as(who)
    for (const [index, question] of questionsOf(pack, String(stage['stage']), this.riskClass).entries())
      await reviewer.do('saveReviewAnswer', {
        id: stage.id,
        question: question.id,
        baseVersion: await this.answerVersion(stage.id, reviewer.id, question.id),
        answer: index === 0 ? first : 'yes',
        reason: 'The dossier shows it.',
        evidence: [{ kind: 'field', at: question.fields[0] ?? 'intendedPurpose', page: null }],
      })
    await reviewer.do('saveRecommendation', {
      id: stage.id,
      reportVersion: await this.reportVersion(stage.id, reviewer.id),
      recommendation: this.wish.recommend ?? 'approve',
      summary: 'It holds.',
    })
  }

  /** Of the reviewer's report in the stage, 1 where there is none. */
  async reportVersion(stageId: string, reviewerId: string): Promise<number> {
    const [row] = await this.a.rows<{ version: number }>(
      `select version from stage_report where stage_id = $1 and reviewer_id = $2 order by signed_at nulls first limit 1`,
      [stageId, reviewerId],
    )
    return row?.version ?? 1
  }

  private async answerVersion(stageId: string, reviewerId: string, question: string): Promise<number> {
    const [row] = await this.a.rows<{ version: number }>(
      `select w.version from review_answer w join stage_report r on r.id = w.report_id where r.stage_id = $1 and w.reviewer_id = $2 and w.question = $3
       order by r.signed_at nulls first limit 1`,
      [stageId, reviewerId, question],
    )
    return row?.version ?? 0
  }

  async report(stage: Row, who: Name, first: 'yes' | 'partly' | 'no' = 'yes'): Promise<void> {
    await this.answerAll(stage, who, first)
    const { id, version } = await this.a.row('review_stage', stage.id)
    await (await this.a.as(who)).sign('signReport', 'reviewStage', 'reviewed', { id, version })
  }

  /** Every report of the stage is signed; with two reviewers they differ on the first question. */
  async checked(stage: Row): Promise<void> {
    for (const [order, who] of reviewersFor(stage).entries())
      await this.report(stage, who, order === 0 ? 'yes' : 'partly')
  }

  async reconcile(stage: Row): Promise<void> {
    const lead = await this.a.as('lead')
    const now = () => this.a.row('review_stage', stage.id)
    const { reviewStage } = await lead.read(
      `query($id: ID!) { reviewStage(id: $id) { reconciliation { question answer } } }`,
      {
        id: stage.id,
      },
    )
    for (const { question, answer } of reviewStage.reconciliation)
      if (answer === null)
        await lead.do('saveReconciliation', {
          id: stage.id,
          version: (await now()).version,
          question,
          answer: 'partly',
          reason: 'The stricter reading.',
        })
    await lead.do('saveStageRecommendation', {
      id: stage.id,
      version: (await now()).version,
      recommendation: this.wish.recommend ?? 'approve',
    })
    const { id, version } = await now()
    await lead.sign('signReconciliation', 'reviewStage', 'reconciled', { id, version })
  }

  /** Every stage is reported; claims of confidentiality are refused. */
  async consolidation(): Promise<this> {
    await this.staffed()
    for (const claim of await this.a.of('confidentiality_claim', this.id, `state = 'claimed'`))
      await (
        await this.a.as('manager')
      ).do('refuseClaim', { id: claim.id, version: claim.version, reason: 'Well known.' })
    await this.reportAll()
    return this
  }

  async reportAll(): Promise<void> {
    for (const stage of await this.stages()) {
      await this.checked(stage)
      await this.reconcile(stage)
    }
  }

  async drafting(): Promise<this> {
    await this.consolidation()
    await (await this.a.as('manager')).do('startDecision', { id: this.id, kind: 'registration' })
    return this
  }

  /** The draft as the manager writes it; by default an approval that lacks nothing. */
  draftInput(more: object = {}): object {
    return {
      outcome: 'approve',
      reasons: 'Every stage found the evidence sufficient.',
      publicSummary: 'The model may be used as its dossier states.',
      departures: [],
      conditions: [],
      answers: questionsOf(pack, 'decision', this.riskClass).map(({ id }) => ({
        question: id,
        answer: 'yes',
        reason: 'Shown in the assessment.',
      })),
      ...more,
    }
  }

  async write(more: object = {}): Promise<void> {
    const { id, version } = await this.decision()
    await (await this.a.as('manager')).do('saveDecision', { id, version, ...this.draftInput(more) })
  }

  async forSignature(): Promise<this> {
    await this.drafting()
    await this.write()
    await this.sendForSignature()
    return this
  }

  async sendForSignature(): Promise<void> {
    const { id, version } = await this.decision()
    await (await this.a.as('manager')).do('submitForSignature', { id, version })
  }

  async signed(): Promise<this> {
    await this.forSignature()
    await this.signIt()
    return this
  }

  async signIt(meaning = 'approved'): Promise<void> {
    const { id, version } = await this.decision()
    const input = { id, version, affirmed: true }
    await (await this.a.as('decisionMaker')).sign('signDecision', 'decision', meaning, input)
  }

  async countersignIt(): Promise<void> {
    const { id, version } = await this.decision()
    const input = { id, version, affirmed: true }
    await (await this.a.as('deputy')).sign('countersignDecision', 'decision', 'countersigned', input)
  }

  /** Signed and dispatched: one signature waits for the dispatch delay, so the clock moves a day. */
  async issued(): Promise<this> {
    await this.signed()
    if ((await this.decision())['signatures_needed'] === 2) await this.countersignIt()
    else await this.a.pass(1)
    return this
  }

  question(more: object = {}): object {
    return {
      id: null,
      stage: 'technical',
      field: 'intendedPurpose',
      question: 'In which settings?',
      reason: 'Two are named.',
      satisfiedBy: 'One list of settings.',
      ...more,
    }
  }

  /** An information request of one question, brought to the wanted state. */
  async request(to: 'drafted' | 'issued' | 'answered' = 'issued', stopsClock = true): Promise<Row> {
    const manager = await this.a.as('manager')
    const { id } = await manager.do('draftInformationRequest', {
      id: this.id,
      stopsClock,
      questions: [this.question()],
    })
    const now = () => this.a.row('information_request', String(id))
    if (to !== 'drafted') await manager.do('sendInformationRequest', { id, version: (await now()).version })
    if (to === 'answered') await this.answer(await now())
    return now()
  }

  async answer(request: Row, mutation = 'answerInformationRequest'): Promise<void> {
    const applicant = await this.applicant()
    const questions = await this.a.rows<{ id: string; answered_version: number }>(
      `select * from request_question where request_id = $1`,
      [request.id],
    )
    for (const question of questions)
      await applicant.do('saveRequestAnswer', {
        id: request.id,
        question: question.id,
        baseVersion: question.answered_version,
        answer: 'In hospitals only.',
      })
    const { id, version } = await this.a.row('information_request', request.id)
    await applicant.sign(mutation, 'informationRequest', 'answered', { id, version })
  }
}

/** Reviewer A everywhere, and B where a stage wants two. */
const reviewersFor = (stage: Row): Name[] =>
  (['reviewerA', 'reviewerB', 'reviewerC'] as const).slice(0, Number(stage['reviewers_needed']))

const followsOthers = (field: PackField): boolean =>
  field.columns?.some(({ optionsFrom }) => optionsFrom === 'groupsOfAxis') ?? false
