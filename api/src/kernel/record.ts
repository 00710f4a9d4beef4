import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { canonicalText } from '@placet/shared/canonical/canonical'
import type { Actor } from './auth/actor.ts'
import type { Tx } from './db/run.ts'

/** RFC 8785 bytes: what is hashed, signed and logged. */
export const canonicalBytes = (value: unknown): Buffer => Buffer.from(canonicalText(value), 'utf8')
export const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

/** A leaf in its final bytes, with the salt that makes its commitment say nothing without the record. */
export type Leaf = { id: string; bytes: Buffer; hash: Buffer; salt: Buffer; record: Buffer }

/**
 * How a public leaf names an id: only its salt leads back to it, and no two leaves name it alike. So nobody follows a case,
 * whose id its applicant knows, or a person through the log. The same in SQL is `log_name`.
 */
const leafName = (salt: Buffer, what: 'subject' | 'actor', id: string): string =>
  createHmac('sha256', salt).update(`${what}\n${id}`).digest('hex').slice(0, 32)

/**
 * A leaf of the transparency log (security.md 8): `{v, type, at, subject, actor, commitment}` with
 * commitment = HMAC-SHA-256(salt, canonical record). Hash as RFC 6962: SHA-256(0x00 ‖ bytes).
 */
export function leafOf(type: string, at: Date, subject: string, actor: string, record: unknown): Leaf {
  const salt = randomBytes(32)
  const recordBytes = canonicalBytes(record)
  const bytes = canonicalBytes({
    v: 2,
    type,
    at: at.toISOString(),
    subject: leafName(salt, 'subject', subject),
    actor: leafName(salt, 'actor', actor),
    commitment: createHmac('sha256', salt).update(recordBytes).digest('hex'),
  })
  return {
    id: randomUUID(),
    bytes,
    hash: sha256(Buffer.concat([Buffer.from([0]), bytes])),
    salt,
    record: recordBytes,
  }
}

export async function writeLeaf(tx: Tx, leaf: Leaf, process: string, subjectId: string, at: Date): Promise<void> {
  await tx.rows(
    `with leaf as (insert into log_leaf (id, bytes, hash, at) values ($1, $2, $3, $8) returning id)
     insert into log_salt (leaf_id, salt, record, process, subject_id) values ($1, $4, $5, $6, $7)`,
    [leaf.id, leaf.bytes, leaf.hash, leaf.salt, leaf.record, process, subjectId, at],
  )
}

/** One step of a case, as history keeps it. */
export type Step = {
  caseId: string
  organisationId: string
  applicantSees: boolean
  process: string
  subjectId: string
  subjectLabel: string
  from: string
  event: string
  to: string
  actor: Actor
  reason: string | null
  at: Date
}

/** Transition, audit entry, log leaf and outbox row, in one statement of the caller's transaction. */
export async function recordStep(tx: Tx, step: Step): Promise<void> {
  const { caseId, organisationId, process, subjectId, from, event, to, actor, reason, at } = step
  const transitionId = randomUUID()
  const leaf = leafOf(`${process}.${event}`, at, subjectId, actor.id, {
    transition: transitionId,
    case: caseId,
    process,
    subject: subjectId,
    from,
    event,
    to,
    actor: actor.id,
    office: actor.office,
    reason,
    at: at.toISOString(),
  })
  await tx.rows(
    `with step as (
       insert into transition (id, case_id, organisation_id, applicant_sees, process, subject_id, subject_label, from_state, event, to_state, actor_id, office, reason, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)),
     audit as (
       insert into audit_entry (actor_id, action, process, subject_id, case_id, outcome, detail)
       values ($11, $9, $5, $6, $2, 'done', jsonb_build_object('from', $8::text, 'to', $10::text, 'transition', $1::text))),
     leaf as (insert into log_leaf (id, bytes, hash, at) values ($15, $16, $17, $14)),
     salt as (insert into log_salt (leaf_id, salt, record, process, subject_id) values ($15, $18, $19, $5, $6))
     insert into outbox (at, topic, case_id, subject_id, applicant_sees, payload)
     values ($14, $5 || '.' || $9, $2, $6, $4, jsonb_build_object('transition', $1::text, 'to', $10::text, 'actor', $11::text))`,
    [
      transitionId,
      caseId,
      organisationId,
      step.applicantSees,
      process,
      subjectId,
      step.subjectLabel,
      from,
      event,
      to,
      actor.id,
      actor.office,
      reason,
      at,
      leaf.id,
      leaf.bytes,
      leaf.hash,
      leaf.salt,
      leaf.record,
    ],
  )
}

/** A command that was refused, or an edit that is no transition: audited all the same. */
export async function recordAct(
  tx: Tx,
  act: {
    actor: Actor
    action: string
    process: string
    subjectId: string
    caseId: string | null
    outcome: string
    detail?: object
  },
): Promise<void> {
  await tx.rows(
    `insert into audit_entry (actor_id, action, process, subject_id, case_id, outcome, detail) values ($1, $2, $3, $4, $5, $6, $7)`,
    [act.actor.id, act.action, act.process, act.subjectId, act.caseId, act.outcome, JSON.stringify(act.detail ?? {})],
  )
}
