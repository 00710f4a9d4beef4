import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { AssertionAnswer, CreationAnswer } from '@placet/shared/passkey/passkey.schema'
import type { Sql } from '../db/run.ts'

/** The portal as an authenticator knows it: exact host and exact origin of PLACET_ORIGIN. */
export type RelyingParty = { id: string; name: string; origin: string }

export const relyingParty = ({ origin }: { origin: string }): RelyingParty => ({
  id: new URL(origin).hostname,
  name: 'Placet',
  origin,
})

/** Who is to hold a new passkey. */
export type Holding = { personId: string; email: string; name: string }

/** A right assertion: whose passkey made it, and all that shows it again later without this database. */
export type Asserted = {
  personId: string
  passkeyId: string
  /** base64url */
  credentialId: string
  /** COSE */
  publicKey: Buffer
  counter: number
}

/** EdDSA, ES256, RS256. */
const algorithms = [-8, -7, -257]
const timeout = 300_000
/** More passkeys than anybody has devices; the list of a person's is bounded by it. */
export const mostPasskeys = 20

const bytesOf = (base64url: string): Buffer => Buffer.from(base64url, 'base64url')
const idBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')
/** A copy without a shared pool behind it, as the library wants it. */
const plain = (bytes: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

/** The challenge inside an answer, to find it among those that are out; null where the answer holds none. */
export function challengeIn({ response }: AssertionAnswer | CreationAnswer): Buffer | null {
  try {
    const { challenge } = JSON.parse(bytesOf(response.clientDataJSON).toString('utf8')) as { challenge?: unknown }
    return typeof challenge === 'string' ? bytesOf(challenge) : null
  } catch {
    return null
  }
}

const allowed = (tx: Sql, personId: string) =>
  tx.rows<{ credential_id: Buffer; transports: string[] }>(
    `select credential_id, transports from passkey where person_id = $1 order by created_at limit $2`,
    [personId, mostPasskeys],
  )

const asDescriptors = (rows: { credential_id: Buffer; transports: string[] }[]) =>
  rows.map(({ credential_id, transports }) => ({ id: credential_id.toString('base64url'), transports }))

/** For `navigator.credentials.create`: with user verification, discoverable where the device can. */
export async function creationOptions(
  tx: Sql,
  party: RelyingParty,
  { personId, email, name }: Holding,
  challenge: Buffer,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: plain(idBytes(personId)),
    userName: email,
    userDisplayName: name,
    challenge: plain(challenge),
    timeout,
    attestationType: 'none',
    excludeCredentials: asDescriptors(await allowed(tx, personId)),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
}

/** Checks an answer to `creationOptions` and keeps the passkey; its id, or null where the answer is not right. */
export async function keepPasskey(
  tx: Sql,
  party: RelyingParty,
  personId: string,
  answer: CreationAnswer,
  challenge: Buffer,
  name: string,
): Promise<string | null> {
  const verified = await unlessRefused(() =>
    verifyRegistrationResponse({
      response: answer as RegistrationResponseJSON,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  )
  if (!verified?.verified) return null
  const { credential, credentialDeviceType, credentialBackedUp } = verified.registrationInfo
  const kept = await tx.one<{ id: string }>(
    `insert into passkey (person_id, credential_id, public_key, counter, transports, backup_eligible, backed_up, name)
     select $1::uuid, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from passkey where person_id = $1) < $9
     on conflict on constraint passkey_credential do nothing returning id`,
    [
      personId,
      bytesOf(credential.id),
      Buffer.from(credential.publicKey),
      credential.counter,
      answer.response.transports ?? [],
      credentialDeviceType === 'multiDevice',
      credentialBackedUp,
      name,
      mostPasskeys,
    ],
  )
  return kept?.id ?? null
}

/** For `navigator.credentials.get`: any discoverable passkey, or those of one person. */
export async function requestOptions(
  tx: Sql,
  party: RelyingParty,
  personId: string | null,
  challenge: Buffer,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: plain(challenge),
    timeout,
    userVerification: 'required',
    ...(personId === null ? {} : { allowCredentials: asDescriptors(await allowed(tx, personId)) }),
  })
}

/**
 * Checks an assertion over exactly these 32 bytes, by a passkey of this person (of anybody for null), with the user
 * verified and the counter risen, which it keeps in the caller's transaction. Null where anything is not so. Whether
 * the challenge was out is the caller's to know.
 */
export async function verifyAssertion(
  tx: Sql,
  party: RelyingParty,
  personId: string | null,
  answer: AssertionAnswer,
  challenge: Buffer,
): Promise<Asserted | null> {
  const passkey = await tx.one<{
    id: string
    person_id: string
    public_key: Buffer
    counter: string
    transports: string[]
  }>(
    // Locked: of two assertions with one count the second finds the first one's.
    `select id, person_id, public_key, counter, transports from passkey where credential_id = $1 for update`,
    [bytesOf(answer.id)],
  )
  if (passkey === undefined || (personId !== null && passkey.person_id !== personId)) return null
  const { userHandle } = answer.response
  if (userHandle != null && !bytesOf(userHandle).equals(idBytes(passkey.person_id))) return null
  const verified = await unlessRefused(() =>
    verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: answer.id,
        publicKey: plain(passkey.public_key),
        counter: Number(passkey.counter),
        transports: passkey.transports,
      },
    }),
  )
  if (!verified?.verified) return null
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  await tx.rows(`update passkey set counter = $2, backed_up = $3, last_used_at = now() where id = $1`, [
    passkey.id,
    newCounter,
    credentialBackedUp,
  ])
  return {
    personId: passkey.person_id,
    passkeyId: passkey.id,
    credentialId: answer.id,
    publicKey: passkey.public_key,
    counter: newCounter,
  }
}

/** Whether a public key's authenticator made this assertion over these bytes, then and there; its counter is history. */
export async function isAssertion(
  party: Pick<RelyingParty, 'id' | 'origin'>,
  publicKey: Buffer,
  answer: Pick<AssertionAnswer, 'id' | 'response'>,
  challenge: Buffer,
): Promise<boolean> {
  const verified = await unlessRefused(() =>
    verifyAuthenticationResponse({
      response: {
        ...answer,
        rawId: answer.id,
        type: 'public-key',
        clientExtensionResults: {},
      } as AuthenticationResponseJSON,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: answer.id, publicKey: plain(publicKey), counter: 0 },
    }),
  )
  return verified?.verified ?? false
}

/** The library throws for every answer that is not right; what it does is arithmetic on the answer alone. */
async function unlessRefused<Result>(check: () => Promise<Result>): Promise<Result | null> {
  try {
    return await check()
  } catch {
    return null
  }
}
