import { Injectable } from '@nestjs/common'
import { answersInForce, visibleSections } from '@placet/shared/policy-pack/visibility'
import { isAnswered } from '@placet/shared/policy-pack/condition'
import type { PolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import { notAvailable } from '@placet/shared/policy-pack/questions'
import { Clocks } from '../clocks/index.ts'
import type { Decision, Recommendation } from '../decisions/index.ts'
import { recommendationsOf } from '../decisions/index.ts'
import { Dossiers } from '../dossiers/index.ts'
import type { Dossier } from '../dossiers/index.ts'
import { findById } from '../kernel/db/rows.ts'
import type { Tx } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import { signaturesOf } from '../signatures/index.ts'
import { Submission } from '../submissions/index.ts'
import { publishedGroups, publishedHeadline } from './published-groups.ts'
import type { PublishedResult } from './published-groups.ts'

/** What `register_entry.page` holds: published values only, in no language. */
export type Page = {
  packId: string
  fields: {
    section: string
    field: string
    type: string
    value: unknown
    withheld: 'notReported' | 'confidential' | null
  }[]
  groupResults: PublishedResult[]
  headline: PublishedResult[]
  classInputs: Record<string, unknown>
  decision: {
    outcome: string
    reasons: string
    summary: string
    decidedAt: string
    signedBy: { meaning: string; office: string; name: string; at: string }[]
    conditions: { id: string; text: string; dueAt: string; evidence: string }[]
    recommendations: Recommendation[]
    notAvailable: string[]
    recordHash: string
  }
  demonstration: boolean
}

/** The publishing reaction: writes the public's own tables in the transaction that issues the decision. */
@Injectable()
export class Publisher {
  constructor(
    private readonly packs: PolicyPacks,
    private readonly dossiers: Dossiers,
    private readonly clocks: Clocks,
    private readonly portal: Portal,
  ) {}

  /** LMM-year-sequence: given at first publication, refused ones too, never used again. */
  async nextNumber(tx: Tx, at: Date): Promise<string> {
    const year = Number(this.clocks.today(at).slice(0, 4))
    const row = await tx.one<{ last: number }>(
      `insert into register_number values ($1, 1) on conflict (year) do update set last = register_number.last + 1 returning last`,
      [year],
    )
    return `LMM-${year}-${String(row?.last ?? 1).padStart(5, '0')}`
  }

  async publish(
    tx: Tx,
    at: Date,
    caseId: string,
    decision: Decision,
    no: string,
    validUntil: Date | null,
    leafId: string | null,
  ): Promise<void> {
    const about = await findById(tx, Submission, caseId)
    const dossier = (await this.dossiers.read(tx, [caseId])).get(caseId)
    if (about === undefined || dossier === undefined) throw new Error('a case without its dossier cannot be published')
    const pack = this.packs.get(about.packId)
    const organisation = await tx.one<{ name: string }>(`select name from organisation where id = $1`, [
      about.organisationId,
    ])
    const signatures = (await signaturesOf(tx, decision.id)).filter(({ voided }) => !voided)
    const answers = answersInForce(pack, dossier.answers)
    const granted = await this.grantedClaims(tx, caseId)
    const page: Page = {
      packId: about.packId,
      fields: publishedFields(pack, dossier, granted),
      groupResults: granted.has('subgroupMetrics')
        ? []
        : publishedGroups(answers['subgroupMetrics'], pack.vocabularies.smallCellRule.suppressBelow),
      headline: publishedHeadline(answers['headlineMetrics']),
      classInputs: Object.fromEntries(pack.riskClassification.inputs.map((field) => [field, answers[field] ?? null])),
      decision: {
        outcome: decision.outcome ?? '',
        reasons: decision.reasons,
        summary: decision.publicSummary,
        decidedAt: at.toISOString(),
        signedBy: signatures.map(({ meaning, office, name, at: signedAt, proofKind }) => ({
          meaning,
          office,
          name,
          at: signedAt.toISOString(),
          proofKind,
        })),
        conditions: decision.conditions,
        recommendations: await recommendationsOf(tx, caseId),
        notAvailable: about.riskClass === null ? [] : notAvailable(pack, about.riskClass as 'I' | 'II' | 'III' | 'IV'),
        recordHash: signatures.at(-1)?.recordHash ?? '',
      },
      demonstration: this.portal.demonstration,
    }
    await tx.rows(
      `insert into register_entry (no, model_name, model_version, developer, status, risk_class, summary, use_categories, decided_at, valid_until, page, leaf_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        no,
        about.modelName,
        about.modelVersion,
        organisation?.name ?? '',
        statusOf(decision.outcome),
        about.riskClass,
        typeof answers['plainSummary'] === 'string' ? answers['plainSummary'].slice(0, 1200) : '',
        Array.isArray(answers['useCategories']) ? answers['useCategories'] : [],
        this.clocks.today(at),
        validUntil === null ? null : this.clocks.today(validUntil),
        JSON.stringify(page),
        leafId,
      ],
    )
  }

  /** The approval changed: its public status follows in the same transaction. */
  async setStatus(tx: Tx, no: string, status: string): Promise<void> {
    await tx.rows(`update register_entry set status = $2, updated_at = now() where no = $1`, [no, status])
  }

  /** A granted claim ran out: the field is public from now on. */
  async reveal(tx: Tx, caseId: string): Promise<void> {
    const about = await findById(tx, Submission, caseId)
    if (about?.registerNo == null) return
    const dossier = (await this.dossiers.read(tx, [caseId])).get(caseId)
    if (dossier === undefined) return
    const fields = publishedFields(this.packs.get(about.packId), dossier, await this.grantedClaims(tx, caseId))
    await tx.rows(
      `update register_entry set page = jsonb_set(page, '{fields}', $2), updated_at = now() where no = $1`,
      [about.registerNo, JSON.stringify(fields)],
    )
  }

  private async grantedClaims(tx: Tx, caseId: string): Promise<Set<string>> {
    const rows = await tx.rows<{ field: string }>(
      `select field from confidentiality_claim where case_id = $1 and state = 'granted'`,
      [caseId],
    )
    return new Set(rows.map(({ field }) => field))
  }
}

const statusOf = (outcome: string | null) =>
  outcome === 'approve' ? 'approved' : outcome === 'approveWithConditions' ? 'approvedWithConditions' : 'refused'

/** Every public field of the pack, always in the same order; what is unknown says so. */
function publishedFields(pack: PolicyPack, dossier: Dossier, granted: ReadonlySet<string>): Page['fields'] {
  const answers = answersInForce(pack, dossier.answers)
  const visible = new Set(visibleSections(pack, dossier.answers).flatMap(({ fields }) => fields.map(({ id }) => id)))
  return pack.sections.flatMap((section) =>
    section.fields
      .filter((field) => field.public)
      .map((field) => {
        const value = visible.has(field.id) ? (answers[field.id] ?? null) : null
        const withheld = granted.has(field.id)
          ? ('confidential' as const)
          : isAnswered(value)
            ? null
            : ('notReported' as const)
        return {
          section: section.id,
          field: field.id,
          type: field.type,
          value: withheld === null ? withFileNames(value, dossier) : null,
          withheld,
        }
      }),
  )
}

/** Ids of files become names and hashes: the files themselves stay with the agency. */
function withFileNames(value: unknown, dossier: Dossier): unknown {
  if (typeof value === 'string') {
    const file = dossier.documents.get(value)
    return file === undefined ? value : { name: file.name, sha256: file.sha256 }
  }
  if (Array.isArray(value)) return value.map((inner) => withFileNames(inner, dossier))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withFileNames(inner, dossier)]))
  return value
}
