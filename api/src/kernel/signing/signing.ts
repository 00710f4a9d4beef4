import { randomBytes, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { SealProof } from '@placet/shared/signing/seal-proof.schema'
import type { Actor } from '../auth/actor.ts'
import type { Call } from '../call.ts'
import type { SecretBox } from '../auth/secret-box.ts'
import { Databases } from '../db/databases.ts'
import { findById } from '../db/rows.ts'
import { run } from '../db/run.ts'
import type { Tx } from '../db/run.ts'
import { notFound } from '../errors.ts'
import type { Portal } from '../portal.ts'
import { agencyNow } from '../agency-clock.ts'
import { canonicalBytes, leafOf, sha256, writeLeaf } from '../record.ts'
import { refuse } from '../refusal.ts'
import type { RefusalData } from '../refusal.ts'
import { say } from '../wording.ts'
import { noPart, readParts, unmet } from '../workflow.ts'
import type { Flow, Happening, Subject } from '../workflow.ts'
import type { FileKeys } from './keys.ts'
import { askFor, check, isOwnPassword, proofKindOf } from './proof.ts'
import type { Asked } from './proof.ts'
import { algorithm, decisionType, signedJws } from './signer.ts'

/** Real minutes between "show" and "sign". */
const ceremonyMinutes = 3

/** A signature made in this transaction. */
export type Sealed = {
  id: string
  meaning: string
  at: Date
  recordHash: string
  leafId: string
  name: string
  office: string
}

export type Ceremony = {
  __typename: 'SigningCeremony'
  id: string
  meaning: string
  recordHash: string
  fingerprint: string
  record: string
  expiresAt: Date
  /** base64url of the server's 32 bytes, so that the browser computes the challenge itself from what it shows. */
  nonce: string
} & Asked

/** The ceremony and proof that a sealing command brings. */
export type Seal = { ceremonyId: string; proof: SealProof }

type Begun = {
  process: string
  subject_id: string
  meaning: string
  sha256: Buffer
  bytes: Buffer
  nonce: Buffer
  expires_at: Date
}

/** The signing ceremony of security.md 7: freeze, show, begin, prove, seal. */
@Injectable()
export class Signing {
  constructor(
    private readonly databases: Databases,
    private readonly keys: FileKeys,
    private readonly portal: Portal,
    private readonly box: SecretBox,
  ) {}

  /** Freezes the record as canonical bytes and stores the ceremony; refuses whoever could not seal it now. */
  async begin(
    call: Call,
    flow: Flow,
    { commandId, id, meaning }: { commandId: string; id: string; meaning: string },
  ): Promise<Ceremony | RefusalData> {
    const ceremonyId = ceremonyOf(call.actor.id, commandId)
    return run<Ceremony | RefusalData>(this.databases.app, call.actor, 'write', async (tx) => {
      const proofKind = await proofKindOf(tx, call.actor)
      const show = async (begun: Begun): Promise<Ceremony> => {
        const terms = { revisionHash: begun.sha256, meaning: begun.meaning, ceremonyId, nonce: begun.nonce }
        return ceremony(ceremonyId, begun, await askFor(tx, this.portal, call.actor, proofKind ?? 'passkey', terms))
      }
      const begun = await this.findBegun(tx, ceremonyId)
      if (begun !== undefined)
        return begun.process === flow.process.name && begun.subject_id === id && begun.meaning === meaning
          ? show(begun)
          : refuse.commandReused(call.language)
      const subject: Subject | undefined = await findById(tx, flow.entity, id)
      if (subject === undefined || call.actor.session === null) throw notFound()
      const caseId = flow.caseOf(subject)
      await tx.enterCase(caseId)
      const at = await agencyNow(tx)
      const event = flow.process
        .allowed(subject.state)
        .find((candidate) => flow.asked.includes(candidate) && flow.signs?.meaningOf(candidate, subject) === meaning)
      if (event === undefined)
        return refuse.outOfTurn(call.language, flow.stateFor?.(call.actor, subject.state) ?? subject.state)
      const facts = (await flow.facts(tx, [subject], { actor: call.actor, at })).get(id) as object
      const parts = (await readParts(tx, call.actor.id, [caseId])).get(caseId) ?? noPart
      const verdict = flow.permits(call.actor, event, subject, { ...facts, ...parts })
      if (verdict === 'hidden' || verdict.length > 0)
        return refuse.notPermitted(call.language, verdict === 'hidden' ? [] : verdict)
      const next = flow.process.next(subject.state, event, facts)
      if ('unmet' in next) return refuse.incomplete(call.language, next.unmet)
      if (proofKind === null) return refuse.notPermitted(call.language, [unmet('signing.nothingToProveBy')])
      const bytes = await this.recordOf(tx, flow, subject, { type: event }, meaning)
      const hash = sha256(bytes)
      await tx.rows(
        `insert into revision (case_id, organisation_id, process, subject_id, bytes, sha256, created_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint revision_once do nothing`,
        [caseId, subject.organisationId, flow.process.name, id, bytes, hash, at],
      )
      const expiresAt = new Date(Date.now() + ceremonyMinutes * 60_000)
      await tx.rows(
        `insert into signing_ceremony (id, case_id, organisation_id, revision_id, signer_id, session_hash, meaning, nonce, expires_at)
         select $1, r.case_id, r.organisation_id, r.id, $2, $3, $4, $5, $6 from revision r where r.process = $7 and r.subject_id = $8 and r.sha256 = $9
         on conflict do nothing`,
        [
          ceremonyId,
          call.actor.id,
          call.actor.session,
          meaning,
          randomBytes(32),
          expiresAt,
          flow.process.name,
          id,
          hash,
        ],
      )
      // Of two clicks at once one began it; both show what that one froze.
      const stored = await this.findBegun(tx, ceremonyId)
      if (stored === undefined) throw notFound()
      return show(stored)
    })
  }

  private findBegun(tx: Tx, ceremonyId: string) {
    return tx.one<Begun>(
      `select r.process, r.subject_id, c.meaning, r.sha256, r.bytes, c.nonce, c.expires_at
       from signing_ceremony c join revision r on r.id = c.revision_id where c.id = $1`,
      [ceremonyId],
    )
  }

  /** What of a proof is judged before the transaction; null where nothing speaks against it. */
  async prejudge(call: Call, { proof }: Seal): Promise<RefusalData | null> {
    if (proof.kind === 'passkey' || (await isOwnPassword(this.databases.app, call.actor, proof.password))) return null
    return refuse.invalid(call.language, [{ path: 'proof', message: say(call.language, 'signing.proofWrong') }])
  }

  /** Nothing was taken from the signer while the proof was checked: neither a role, nor the account, nor the session. */
  async stillMay(tx: Tx, { id, session, roles }: Actor): Promise<boolean> {
    const found = await tx.one(
      `select 1 from person p join account a on a.person_id = p.id join session s on s.person_id = p.id
       where p.id = $1 and s.token_hash = $2 and s.expires_at > now() and a.disabled_at is null and p.roles @> $3`,
      [id, session, roles],
    )
    return found !== undefined
  }

  /** Seals in the caller's transaction, under the case's lock: ceremony, revision, policy were checked, now the signature. */
  async seal(
    tx: Tx,
    call: Call,
    flow: Flow,
    subject: Subject,
    event: Happening,
    meaning: string,
    { ceremonyId, proof }: Seal,
    at: Date,
    caseId: string,
  ): Promise<Sealed | RefusalData> {
    const { actor, language } = call
    const ceremony = await tx.one<{ revision_id: string; sha256: Buffer; nonce: Buffer }>(
      `select c.revision_id, r.sha256, c.nonce from signing_ceremony c join revision r on r.id = c.revision_id
       where c.id = $1 and c.signer_id = $2 and c.session_hash = $3 and c.meaning = $4 and c.used_at is null and c.expires_at > now()
         and r.process = $5 and r.subject_id = $6 for update of c`,
      [ceremonyId, actor.id, actor.session, meaning, flow.process.name, subject.id],
    )
    if (ceremony === undefined)
      return refuse.invalid(language, [{ path: 'ceremonyId', message: say(language, 'signing.ceremonyOver') }])
    const terms = { revisionHash: ceremony.sha256, meaning, ceremonyId, nonce: ceremony.nonce }
    const proven = await check(tx, this.portal, this.box, actor, proof, terms)
    if (proven === null)
      return refuse.invalid(language, [{ path: 'proof', message: say(language, 'signing.proofWrong') }])
    const bytes = await this.recordOf(tx, flow, subject, event, meaning)
    if (!sha256(bytes).equals(ceremony.sha256)) return refuse.textChanged(language, subject.version)
    const id = randomUUID()
    const recordHash = ceremony.sha256.toString('hex')
    const jws = await signedJws(
      await this.keys.current('decisions', at),
      canonicalBytes({
        v: 1,
        algorithm,
        revision: recordHash,
        type: flow.process.name,
        id: subject.id,
        meaning,
        signer: actor.id,
        name: actor.name,
        office: actor.office,
        at: at.toISOString(),
        ceremony: ceremonyId,
        proof: { kind: proven.kind, sha256: sha256(proven.bytes).toString('hex') },
        log: this.portal.origin,
        ...(this.portal.demonstration ? { demonstration: 'Demonstration, not valid' } : {}),
      }),
      decisionType,
    )
    const leaf = leafOf('signature', at, subject.id, actor.id, { signature: id, jws })
    await writeLeaf(tx, leaf, 'signature', subject.id, at)
    await tx.rows(
      `insert into signature (id, case_id, organisation_id, process, subject_id, revision_id, ceremony_id, meaning, signer_id, printed_name, office, at, proof_kind, proof, jws, leaf_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        id,
        caseId,
        subject.organisationId,
        flow.process.name,
        subject.id,
        ceremony.revision_id,
        ceremonyId,
        meaning,
        actor.id,
        actor.name,
        actor.office,
        at,
        proven.kind,
        proven.bytes,
        jws,
        leaf.id,
      ],
    )
    await tx.rows(`update signing_ceremony set used_at = now() where id = $1`, [ceremonyId])
    return { id, meaning, at, recordHash, leafId: leaf.id, name: actor.name, office: actor.office }
  }

  private async recordOf(tx: Tx, flow: Flow, subject: Subject, event: Happening, meaning: string): Promise<Buffer> {
    const content = await flow.signs?.record(tx, subject, event)
    return canonicalBytes({
      v: 1,
      portal: this.portal.origin,
      type: flow.process.name,
      id: subject.id,
      case: flow.caseOf(subject),
      meaning,
      ...(this.portal.demonstration ? { demonstration: 'Demonstration, not valid' } : {}),
      content: content ?? null,
    })
  }
}

/** One ceremony for one command: a retried click finds the ceremony that the first one began. */
function ceremonyOf(actorId: string, commandId: string): string {
  const hex = sha256(`ceremony\n${actorId}\n${commandId}`).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function ceremony(
  id: string,
  { meaning, sha256: hash, bytes, nonce, expires_at: expiresAt }: Begun,
  asked: Asked,
): Ceremony {
  const recordHash = hash.toString('hex')
  return {
    __typename: 'SigningCeremony',
    id,
    meaning,
    recordHash,
    fingerprint: (recordHash.slice(0, 24).match(/.{4}/g) ?? []).join(' '),
    record: bytes.toString('utf8'),
    expiresAt,
    nonce: nonce.toString('base64url'),
    ...asked,
  }
}
