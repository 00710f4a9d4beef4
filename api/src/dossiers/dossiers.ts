import { Injectable } from '@nestjs/common'
import type { KnownDocument } from '@placet/shared/policy-pack/answer'
import { sectionProgress, unmetRequirements } from '@placet/shared/policy-pack/completeness'
import type { CompletenessFacts } from '@placet/shared/policy-pack/completeness'
import { classify } from '@placet/shared/policy-pack/risk-class'
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
  documents: Map<string, KnownDocument & { name: string; sha256: string | null }>
}

/** Reads dossiers and judges them by the pack they are pinned to. */
@Injectable()
export class Dossiers {
  constructor(private readonly packs: PolicyPacks) {}

  /** The dossiers of these cases, two statements for one or for fifty. */
  async read(tx: Tx, caseIds: readonly string[]): Promise<Map<string, Dossier>> {
    const rows = await tx.named<Row>(
      'answers-of-cases',
      `select a.case_id, a.field, a.value, a.version, a.source, a.source_note, a.confirmed, p.name as changed_by, a.changed_at
       from answer a left join person p on p.id = a.changed_by where a.case_id = any($1)`,
      [caseIds],
    )
    const documents = await tx.named<{
      case_id: string
      id: string
      name: string
      media_type: string | null
      state: KnownDocument['state']
      sha256: string | null
    }>(
      'documents-of-cases',
      `select case_id, id, name, media_type, state, sha256 from document where case_id = any($1)`,
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
    for (const { case_id, id, name, media_type, state, sha256 } of documents)
      dossiers.get(case_id)?.documents.set(id, { name, mediaType: media_type, state, sha256 })
    return dossiers
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
