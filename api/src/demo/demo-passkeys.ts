import { randomBytes } from 'node:crypto'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import type pg from 'pg'
import { demoAccounts, readDemoPasskeys } from '../kernel/auth/demo-accounts.ts'
import { creationOptions, keepPasskey, relyingParty } from '../kernel/auth/passkeys.ts'
import type { Sql } from '../kernel/db/run.ts'

/**
 * Gives each of the demo's people a passkey for this host by the portal's own options and checks, where they have none:
 * also people of a demo that is older than passkeys, or that moved to another host. Its private key is told to everybody.
 */
export async function seedPasskeys(client: pg.Client, origin: string): Promise<void> {
  const tx = statementsOf(client)
  const party = relyingParty({ origin })
  const known = await readDemoPasskeys(tx)
  for (const { email, name } of demoAccounts) {
    if (known.get(email)?.rpId === party.id) continue
    const person = await tx.one<{ id: string }>(`select person_id as id from account where email = $1`, [email])
    if (person === undefined) continue
    // With it goes its row among the demo's keys.
    await tx.rows(`delete from passkey where id = (select passkey_id from demo_passkey where person_id = $1)`, [
      person.id,
    ])
    const authenticator = new SoftwareAuthenticator(party.origin)
    const challenge = randomBytes(32)
    const options = await creationOptions(tx, party, { personId: person.id, email, name }, challenge)
    // Many browsers and scripts hold it at once, as the devices of one person hold a synced one.
    const answer = await authenticator.create(options, { synced: true })
    const passkeyId = await keepPasskey(tx, party, person.id, answer, challenge, 'Demonstration')
    if (passkeyId === null) throw new Error(`${email} could not be given a passkey.`)
    const held = JSON.stringify(authenticator.export()[0])
    await tx.rows(`insert into demo_passkey (person_id, passkey_id, held) values ($1, $2, $3)`, [
      person.id,
      passkeyId,
      held,
    ])
  }
}

/** The owner's connection as the kernel's functions want it. */
function statementsOf(client: pg.Client): Sql {
  const rows: Sql['rows'] = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await client.query<Row>(text, values)).rows
  return {
    rows,
    one: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await rows<Row>(text, values))[0],
    count: async (text, values = []) => (await client.query(text, values)).rowCount ?? 0,
  }
}
