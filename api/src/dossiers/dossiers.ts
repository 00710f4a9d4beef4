import { Injectable } from '@nestjs/common'
import type { KnownDocument } from '@placet/shared/policy-pack/answer'
import { sectionProgress, unmetRequirements } from '@placet/shared/policy-pack/completeness'
import type { CompletenessFacts } from '@placet/shared/policy-pack/completeness'
import { canonicalText } from '@placet/shared/canonical/canonical'
import { classify } from '@placet/shared/policy-pack/risk-class'
import { answersInForce } from '@placet/shared/policy-pack/visibility'
import type { Answers, PolicyPack } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Unmet } from '@placet/shared/kernel/process'
import type { Language } from '../kernel/auth/actor.ts'
import type { Tx } from '../kernel/db/run.ts'
import { PolicyPacks } from '../policy-packs/index.ts'
import type { Answer, Classification, SectionProgress } from './dossier.types.ts'

type Row = {
  case_id: string
  field: string
  value: unknown
  version: number
  source: 'typed' | 'imported'
  source_note: string | null
  confirmed: boolean
  changed_by: string | null
  changed_at: Date
}

/** A dossier as data: every answer by field, and what is known of its files. */
export type Dossier = {
  answers: Record<string, unknown>
  rows: Map<string, Answer>
  documents: Map<string, KnownDocument & { name: string; sha256: string | null; handedIn: boolean }>
}

/** What the applicant's officer signed last, by submitting or by answering a request for information. */
export type SignedDossier = {
  sha256: string
  answers: Record<string, unknown>
  /** When the dossier was last submitted as a whole: what changed after that was typed under a request. */
  submittedAt: Date
}

type SignedContent = { answers: Record<string, unknown> }

const same = (one: unknown, other: unknown) => canonicalText(one ?? null) === canonicalText(other ?? null)

/** Reads dossiers and judges them by the pack they are pinned to. */
@Injectable()
export class Dossiers {
  constructor(private readonly packs: PolicyPacks) {}

  /** The dossiers of these cases, two statements for one or for fifty. */
  async read(tx: Tx, caseIds: readonly string[]): Promise<Map<string, Dossier>> {
    const rows = await tx.rows<Row>(
      `select a.case_id, a.field, a.value, a.version, a.source, a.source_note, a.confirmed, p.name as changed_by, a.changed_at
       from answer a left join person p on p.id = a.changed_by where a.case_id = any($1)`,
      [caseIds],
    )
    const documents = await tx.rows<{
      case_id: string
      id: string
      name: string
      media_type: string | null
      state: KnownDocument['state']
      sha256: string | null
      handed_in: boolean
    }>(
      `select case_id, id, name, media_type, state, sha256, handed_in_at is not null as handed_in from document where case_id = any($1)`,
      [caseIds],
    )
    const dossiers = new Map<string, Dossier>(
      caseIds.map((id) => [id, { answers: {}, rows: new Map(), documents: new Map() }]),
    )
    for (const row of rows) {
      const dossier = dossiers.get(row.case_id)
      if (dossier === undefined) continue
      if (row.value !== null) dossier.answers[row.field] = row.value
      dossier.rows.set(row.field, {
        field: row.field,
        value: row.value,
        version: row.version,
        source: row.source,
        sourceNote: row.source_note,
        confirmed: row.confirmed,
        changedBy: row.changed_by,
        changedAt: row.changed_at,
      })
    }
    for (const { case_id, id, name, media_type, state, sha256, handed_in } of documents)
      dossiers.get(case_id)?.documents.set(id, { name, mediaType: media_type, state, sha256, handedIn: handed_in })
    return dossiers
  }

  /** The dossiers as they were signed last; a case that was never submitted has none. */
  async signed(tx: Tx, caseIds: readonly string[]): Promise<Map<string, SignedDossier>> {
    const rows = await tx.rows<{
      case_id: string
      process: string
      submitted_at: Date
      sha256: Buffer
      bytes: Buffer
    }>(
      `select distinct on (g.case_id) g.case_id, g.process, r.sha256, r.bytes,
         (select max(s.at) from signature s where s.case_id = g.case_id and s.process = 'submission') as submitted_at
       from signature g join revision r on r.id = g.revision_id
       where g.case_id = any($1) and g.process in ('submission', 'informationRequest') order by g.case_id, g.at desc`,
      [caseIds],
    )
    return new Map(
      rows.map(({ case_id, process, submitted_at, sha256, bytes }) => {
        const { content } = JSON.parse(bytes.toString('utf8')) as {
          content: SignedContent & { dossier?: SignedContent }
        }
        const { answers } = process === 'submission' ? content : (content.dossier ?? { answers: {} })
        return [case_id, { sha256: sha256.toString('hex'), answers, submittedAt: submitted_at }]
      }),
    )
  }

  /** What a signature over a dossier covers: the answers in force, every file by its hash, the rules they are judged by. */
  content(packId: string, dossier: Dossier | undefined): SignedContent & Record<string, unknown> {
    const pack = this.packs.get(packId)
    const answers = dossier?.answers ?? {}
    return {
      pack: { id: packId, version: pack.version },
      riskClass: classify(pack, answers).riskClass,
      answers: answersInForce(pack, answers),
      files: [...(dossier?.documents ?? [])]
        .filter(([, { state }]) => state === 'clean')
        .map(([id, { name, sha256 }]) => ({ id, name, sha256 }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    }
  }

  /** Files that were handed in, or are with these answers: what was uploaded under another request is not signed with this one. */
  filesOf({ documents }: Dossier, answers: Record<string, unknown>): Dossier['documents'] {
    const named = JSON.stringify(answers)
    return new Map([...documents].filter(([id, { handedIn }]) => handedIn || named.includes(`"${id}"`)))
  }

  /** Fields whose answer in force is not the one that was signed last. */
  notSigned(packId: string, dossier: Dossier, signed: SignedDossier | undefined): string[] {
    const inForce = answersInForce(this.packs.get(packId), dossier.answers)
    const fields = new Set([...Object.keys(inForce), ...Object.keys(signed?.answers ?? {})])
    return [...fields].filter((field) => !same(inForce[field], signed?.answers[field])).sort()
  }

  /** Which of these fields were typed in under a request and are not what was signed last. */
  typedUnsigned(signed: SignedDossier, dossier: Dossier, fields: readonly string[]): string[] {
    return fields.filter((field) => {
      const row = dossier.rows.get(field)
      // An answer that was hidden when the dossier was submitted is not in what was signed; it stays as it is.
      return row !== undefined && row.changedAt >= signed.submittedAt && !same(row.value, signed.answers[field])
    })
  }

  /** Everything that keeps the dossier from being submitted. */
  unmet(packId: string, dossier: Dossier, today: string): Unmet[] {
    return unmetRequirements(this.packs.get(packId), dossier.answers, this.facts(dossier, today))
  }

  /** How far each section has come. */
  progress(packId: string, dossier: Dossier, today: string): SectionProgress[] {
    return sectionProgress(this.packs.get(packId), dossier.answers, this.facts(dossier, today))
  }

  /** The class by the published rule, every step in the reader's words. */
  classification(packId: string, answers: Answers, language: Language): Classification {
    const found = classify(this.packs.local(packId, language), answers)
    return { ...found, steps: found.steps.map((step) => ({ ...step, label: String(step.label) })) }
  }

  /** What `checkAnswer` needs beside the value. */
  context(dossier: Dossier, today: string) {
    return {
      answers: dossier.answers,
      agency: this.packs.agency,
      today,
      findDocument: (id: string) => dossier.documents.get(id),
    }
  }

  private facts(dossier: Dossier, today: string): CompletenessFacts<PolicyPack> {
    const imported = [...dossier.rows.values()].filter(({ source }) => source === 'imported')
    return {
      agency: this.packs.agency,
      today,
      findDocument: (id) => dossier.documents.get(id),
      importedFields: new Set(imported.map(({ field }) => field)),
      confirmedFields: new Set(imported.filter(({ confirmed }) => confirmed).map(({ field }) => field)),
    }
  }
}
