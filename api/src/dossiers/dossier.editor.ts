import { Injectable } from '@nestjs/common'
import { checkAnswer } from '@placet/shared/policy-pack/answer'
import { requiredFields } from '@placet/shared/policy-pack/visibility'
import { isAnswered } from '@placet/shared/policy-pack/condition'
import { findSectionOf } from '@placet/shared/policy-pack/fields'
import type { SaveAnswersInput, SeenAnswerInput } from '@placet/shared/submission/dossier.schema'
import type { Call } from '../kernel/call.ts'
import type { Tx } from '../kernel/db/run.ts'
import { say } from '../kernel/wording.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { Dossiers } from './dossiers.ts'
import type { Dossier } from './dossiers.ts'
import type { AnswerOutcome, AnswersSaved, CardImport } from './dossier.types.ts'
import type { CardField } from './model-card/card-field.ts'

/** The dossier that is edited: which pack it is pinned to, and which fields are open in the case's present state. */
export type Edited = {
  caseId: string
  organisationId: string
  packId: string
  today: string
  at: Date
  mayWrite: (field: string, dossier: Dossier) => boolean
}

/** Writes answers, field by field: one person's conflict never holds up another's field, and history keeps every version. */
@Injectable()
export class DossierEditor {
  constructor(
    private readonly packs: PolicyPacks,
    private readonly dossiers: Dossiers,
  ) {}

  async save(tx: Tx, call: Call, edited: Edited, answers: SaveAnswersInput['answers']): Promise<AnswersSaved> {
    const dossier = await this.read(tx, edited)
    const outcomes: AnswerOutcome[] = []
    for (const { field, baseVersion, value = null } of answers) {
      const outcome = await this.saveOne(tx, call, edited, dossier, field, baseVersion, value ?? null)
      outcomes.push(outcome)
    }
    return this.told(call, edited, await this.read(tx, edited), outcomes)
  }

  async confirm(tx: Tx, call: Call, edited: Edited, fields: readonly SeenAnswerInput[]): Promise<AnswersSaved> {
    const dossier = await this.read(tx, edited)
    const open = new Set(fields.map(({ field }) => field).filter((field) => edited.mayWrite(field, dossier)))
    const isSeen = ({ field, baseVersion }: SeenAnswerInput) => dossier.rows.get(field)?.version === baseVersion
    const right = fields.filter((seen) => open.has(seen.field) && isSeen(seen)).map(({ field }) => field)
    await tx.rows(
      `with confirmed as (
         update answer set confirmed = true, version = version + 1, changed_by = $3, changed_at = $4
         where case_id = $1 and field = any($2) and source = 'imported' and not confirmed
         returning case_id, organisation_id, field, version, value, source, changed_by, changed_at)
       insert into answer_history (case_id, organisation_id, field, version, value, source, changed_by, changed_at) select * from confirmed`,
      [edited.caseId, right, call.actor.id, edited.at],
    )
    const after = await this.read(tx, edited)
    const outcomes = fields.map((seen): AnswerOutcome => {
      const { field } = seen
      const answer = after.rows.get(field) ?? null
      if (!open.has(field) || answer === null)
        return { field, outcome: 'locked', answer, message: say(call.language, 'dossier.locked'), issues: [] }
      if (!isSeen(seen))
        return { field, outcome: 'conflict', answer, message: say(call.language, 'dossier.conflict'), issues: [] }
      return { field, outcome: 'saved', answer, message: null, issues: [] }
    })
    return this.told(call, edited, after, outcomes)
  }

  /**
   * Takes fields back to what was signed last. What was typed since stays in history; the version goes on, so that whoever
   * still has the form open meets a conflict and not silence.
   */
  async restore(
    tx: Tx,
    about: { caseId: string; at: Date; actorId: string; requestId: string; reason: string },
    fields: readonly string[],
  ): Promise<void> {
    const signed = (await this.dossiers.signed(tx, [about.caseId])).get(about.caseId)
    const dossier = (await this.dossiers.read(tx, [about.caseId])).get(about.caseId)
    if (signed === undefined || dossier === undefined) return
    for (const field of this.dossiers.typedUnsigned(signed, dossier, fields)) {
      const value = signed.answers[field] ?? null
      await tx.rows(
        `with back as (
           update answer a set value = $3, version = a.version + 1, source = coalesce(h.source, 'typed'), source_note = null, confirmed = true,
             changed_by = coalesce(h.changed_by, a.changed_by), changed_at = $4
           from (select 1) one left join lateral (
             select w.source, w.changed_by from answer_history w where w.case_id = $1 and w.field = $2 and w.source <> 'restored'
               and w.value is not distinct from $3::jsonb order by w.version desc limit 1) h on true
           where a.case_id = $1 and a.field = $2
           returning a.case_id, a.organisation_id, a.field, a.version, a.value)
         insert into answer_history (case_id, organisation_id, field, version, value, source, changed_by, changed_at, reason, request_id)
           select case_id, organisation_id, field, version, value, 'restored', $5, $4, $6, $7 from back`,
        [
          about.caseId,
          field,
          value === null ? null : JSON.stringify(value),
          about.at,
          about.actorId,
          about.reason,
          about.requestId,
        ],
      )
      await this.renameCase(tx, about.caseId, field, value)
    }
  }

  /** Stores chosen fields of a card as imported, unconfirmed answers; with `chosen` null shows what it found and stores nothing. */
  async importCard(
    tx: Tx,
    call: Call,
    edited: Edited,
    card: readonly CardField[],
    chosen: readonly SeenAnswerInput[] | null,
  ): Promise<CardImport> {
    const dossier = await this.read(tx, edited)
    const pack = this.packs.get(edited.packId)
    const fields: CardImport['fields'] = []
    const seen = new Map(chosen?.map(({ field, baseVersion }) => [field, baseVersion]))
    for (const found of card) {
      const before = dossier.rows.get(found.field)
      const right =
        checkAnswer(pack, found.field, found.value, this.dossiers.context(dossier, edited.today)).length === 0
      if (!right) continue
      const version = before?.version ?? 0
      const asked = seen.has(found.field) && edited.mayWrite(found.field, dossier)
      const store = asked && seen.get(found.field) === version
      if (store) await this.write(tx, call, edited, found.field, found.value, version + 1, found.sourceNote)
      fields.push({
        field: found.field,
        section: findSectionOf(pack, found.field)?.id ?? '',
        value: found.value,
        found: found.found,
        sourceNote: found.sourceNote,
        confidence: found.confidence,
        stored: store,
        conflict: asked && !store,
        existing: before?.value ?? null,
        version: store ? version + 1 : version,
      })
    }
    const answered = { ...dossier.answers, ...Object.fromEntries(fields.map(({ field, value }) => [field, value])) }
    const missing = requiredFields(pack, answered)
      .map(({ id }) => id)
      .filter((id) => !isAnswered(answered[id]) && id !== 'riskClass')
    return { submissionId: edited.caseId, fields, missing }
  }

  private async saveOne(
    tx: Tx,
    call: Call,
    edited: Edited,
    dossier: Dossier,
    field: string,
    baseVersion: number,
    value: unknown,
  ): Promise<AnswerOutcome> {
    const { language } = call
    const before = dossier.rows.get(field)
    const issues = checkAnswer(
      this.packs.get(edited.packId),
      field,
      value,
      this.dossiers.context(dossier, edited.today),
    )
    if (issues.length > 0)
      return {
        field,
        outcome: 'invalid',
        answer: before ?? null,
        message: null,
        issues: issues.map(({ path, code, params }) => ({ path, message: say(language, code, params) })),
      }
    if (!edited.mayWrite(field, dossier))
      return { field, outcome: 'locked', answer: before ?? null, message: say(language, 'dossier.locked'), issues: [] }
    if ((before?.version ?? 0) !== baseVersion)
      return {
        field,
        outcome: 'conflict',
        answer: before ?? null,
        message: say(language, 'dossier.conflict'),
        issues: [],
      }
    await this.write(tx, call, edited, field, value, baseVersion + 1, null)
    const saved = {
      field,
      value,
      version: baseVersion + 1,
      source: 'typed' as const,
      sourceNote: null,
      confirmed: true,
      changedBy: call.actor.name,
      changedAt: edited.at,
    }
    dossier.rows.set(field, saved)
    if (value === null) Reflect.deleteProperty(dossier.answers, field)
    else dossier.answers[field] = value
    return { field, outcome: 'saved', answer: saved, message: null, issues: [] }
  }

  private async write(
    tx: Tx,
    call: Call,
    edited: Edited,
    field: string,
    value: unknown,
    version: number,
    sourceNote: string | null,
  ): Promise<void> {
    const json = value === null ? null : JSON.stringify(value)
    const source = sourceNote === null ? 'typed' : 'imported'
    await tx.rows(
      `insert into answer (case_id, organisation_id, field, value, version, source, source_note, confirmed, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $6 = 'typed', $8, $9)
       on conflict (case_id, field) do update set value = excluded.value, version = excluded.version, source = excluded.source,
         source_note = excluded.source_note, confirmed = excluded.confirmed, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
      [edited.caseId, edited.organisationId, field, json, version, source, sourceNote, call.actor.id, edited.at],
    )
    await tx.rows(
      `insert into answer_history (case_id, organisation_id, field, version, value, source, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [edited.caseId, edited.organisationId, field, version, json, source, call.actor.id, edited.at],
    )
    await this.renameCase(tx, edited.caseId, field, value)
  }

  /** Two answers name the case as well. */
  private async renameCase(tx: Tx, caseId: string, field: string, value: unknown): Promise<void> {
    if (field === 'modelName' || field === 'modelVersion')
      await tx.rows(
        `update submission set ${field === 'modelName' ? 'model_name' : 'model_version'} = $2 where id = $1 and $2 <> ''`,
        [caseId, typeof value === 'string' && isAnswered(value) ? value : ''],
      )
  }

  private async read(tx: Tx, { caseId }: Edited): Promise<Dossier> {
    const dossier = (await this.dossiers.read(tx, [caseId])).get(caseId)
    if (dossier === undefined) throw new Error('the dossier was not read')
    return dossier
  }

  private told(call: Call, edited: Edited, dossier: Dossier, outcomes: AnswerOutcome[]): AnswersSaved {
    return {
      submissionId: edited.caseId,
      outcomes,
      sections: this.dossiers.progress(edited.packId, dossier, edited.today),
      classification: this.dossiers.classification(edited.packId, dossier.answers, call.language),
      savedAt: new Date(),
    }
  }
}
