import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import {
  AccountDetails,
  CodeProof,
  NewPasskey,
  NewPassword,
  PasskeyName,
  RowId,
} from '@placet/shared/passkey/account.schema'
import type { FastifyReply } from 'fastify'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import type { Tx } from '../db/run.ts'
import { notFound, unauthenticated } from '../errors.ts'
import { Policy } from '../policy.ts'
import { Portal } from '../portal.ts'
import { isApplicant } from './actor.ts'
import type { Actor, Language } from './actor.ts'
import { giveChallenge, takeChallenge } from './challenges.ts'
import { makeRecoveryCodes, startCodes, takeCode } from './codes.ts'
import { giveSession } from './cookie.ts'
import { deviceOf } from './device.ts'
import { factorsOf, waysOf } from './factors.ts'
import { requireFresh } from './fresh.ts'
import { challengeIn, creationOptions, keepPasskey, mostPasskeys, relyingParty } from './passkeys.ts'
import { hashPassword } from './password.ts'
import { passwordFaults } from './password-rules.ts'
import { badBody, bodyOf, notProved } from './rest.ts'
import type { SignedIn } from './rest.ts'
import { SecretBox } from './secret-box.ts'
import { noteSecurity } from './security-events.ts'
import type { SecurityEvent } from './security-events.ts'
import { startAfresh } from './sessions.ts'

type ListedPasskey = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null; backedUp: boolean }
type AccountFacts = { name: string; email: string; office: string; language: Language | null; staff: boolean }
type SecurityFacts = { staff: boolean; passkeys: ListedPasskey[]; codes: boolean; recoveryCodes: number }

/** A person's own account: name and language, password, and what they prove themselves by. Changes of factors ask for fresh proof. */
@Controller('auth/account')
@Policy('signedIn')
export class AccountController {
  constructor(
    private readonly portal: Portal,
    private readonly databases: Databases,
    private readonly box: SecretBox,
  ) {}

  @Get()
  async details(@Req() { actor }: SignedIn): Promise<AccountFacts> {
    const account = await run(this.databases.app, actor, 'read', (tx) => accountOf(tx, actor))
    return { name: actor.name, office: actor.office, staff: !isApplicant(actor), ...account }
  }

  @Post()
  @HttpCode(204)
  async change(@Req() request: SignedIn): Promise<void> {
    const { actor } = request
    const { name, language } = bodyOf(request, AccountDetails)
    await this.write(actor, async (tx) => {
      await tx.rows(`update account set language = $2 where person_id = $1`, [actor.id, language])
      if (name === actor.name) return
      // It is printed under what they sign.
      requireFresh(actor)
      await tx.rows(`select set_own_name($1)`, [name])
      await noteSecurity(tx, 'nameChanged', actor.id, deviceOf(request), { from: actor.name, to: name })
    })
  }

  /** Every session of the person ends; the one at hand goes on under a new token. */
  @Post('password')
  @HttpCode(204)
  async changePassword(@Req() request: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = request
    requireFresh(actor)
    const { password } = bodyOf(request, NewPassword)
    const words = await run(this.databases.app, actor, 'read', (tx) => ownWords(tx, actor))
    const faults = passwordFaults(password, words)
    if (faults.length > 0)
      throw badBody(
        request,
        faults.map((fault) => ({ ...fault, at: 'password' })),
      )
    const hash = await hashPassword(password)
    await this.changed(request, reply, 'passwordChanged', async (tx) => {
      await tx.rows(`update account set password_hash = $2 where person_id = $1`, [actor.id, hash])
      return true
    })
  }

  @Get('security')
  async security(@Req() { actor }: SignedIn): Promise<SecurityFacts> {
    return run(this.databases.app, actor, 'read', async (tx) => {
      const { codes, recoveryCodes } = await factorsOf(tx, actor.id)
      const passkeys = await tx.rows<ListedPasskey>(
        `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt", backed_up as "backedUp"
         from passkey where person_id = $1 order by created_at, id limit $2`,
        [actor.id, mostPasskeys],
      )
      return { staff: !isApplicant(actor), passkeys, codes, recoveryCodes }
    })
  }

  @Post('passkeys/options')
  @HttpCode(200)
  passkeyOptions(@Req() { actor }: SignedIn): Promise<object> {
    requireFresh(actor)
    return this.write(actor, async (tx) => {
      const { email } = await accountOf(tx, actor)
      const challenge = await giveChallenge(tx, 'enrol', { personId: actor.id, boundTo: actor.session })
      const person = { personId: actor.id, email, name: actor.name }
      return creationOptions(tx, relyingParty(this.portal), person, challenge)
    })
  }

  @Post('passkeys')
  @HttpCode(204)
  async addPasskey(@Req() request: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = request
    requireFresh(actor)
    const { answer, name } = bodyOf(request, NewPasskey)
    const challenge = challengeIn(answer)
    const added = await this.changed(request, reply, 'passkeyAdded', async (tx) => {
      const holder = { personId: actor.id, boundTo: actor.session }
      if (challenge === null || !(await takeChallenge(tx, challenge, 'enrol', holder))) return false
      return (await keepPasskey(tx, relyingParty(this.portal), actor.id, answer, challenge, name)) !== null
    })
    if (!added) throw notProved('PASSKEY_REFUSED')
  }

  @Post('passkeys/:id/name')
  @HttpCode(204)
  async namePasskey(@Req() request: SignedIn, @Param('id') id: string): Promise<void> {
    const { actor } = request
    const { name } = bodyOf(request, PasskeyName)
    const named = await this.write(actor, (tx) =>
      isId(id) ? tx.count(`update passkey set name = $3 where person_id = $1 and id = $2`, [actor.id, id, name]) : none,
    )
    if (named === 0) throw notFound()
  }

  @Post('passkeys/:id/remove')
  @HttpCode(204)
  async removePasskey(
    @Req() request: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<void> {
    const { actor } = request
    requireFresh(actor)
    const removed = await this.changed(request, reply, 'passkeyRemoved', async (tx) => {
      if (!isId(id)) return false
      return (await tx.count(`delete from passkey where person_id = $1 and id = $2`, [actor.id, id])) === 1
    })
    if (!removed) throw notFound()
  }

  @Post('codes')
  @HttpCode(200)
  startCodes(@Req() { actor }: SignedIn): Promise<{ secret: string; uri: string }> {
    requireFresh(actor)
    return this.write(actor, async (tx) =>
      startCodes(tx, this.box, { personId: actor.id, email: (await accountOf(tx, actor)).email }),
    )
  }

  @Post('codes/confirm')
  @HttpCode(204)
  async confirmCodes(@Req() request: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = request
    requireFresh(actor)
    const { code } = bodyOf(request, CodeProof)
    const added = await this.changed(request, reply, 'codesAdded', (tx) =>
      takeCode(tx, this.box, actor.id, code, { pending: true }),
    )
    if (!added) throw notProved('WRONG_CODE')
  }

  @Post('codes/remove')
  @HttpCode(204)
  async removeCodes(@Req() request: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { actor } = request
    requireFresh(actor)
    const removed = await this.changed(
      request,
      reply,
      'codesRemoved',
      async (tx) => (await tx.count(`delete from totp where person_id = $1`, [actor.id])) === 1,
    )
    if (!removed) throw notFound()
  }

  @Post('recovery-codes')
  @HttpCode(200)
  async recoveryCodes(@Req() request: SignedIn): Promise<{ codes: string[] }> {
    const { actor } = request
    requireFresh(actor)
    return this.write(actor, async (tx) => {
      const codes = await makeRecoveryCodes(tx, actor.id)
      await noteSecurity(tx, 'recoveryCodesMade', actor.id, deviceOf(request))
      return { codes }
    })
  }

  /**
   * A change of password or factors, all in one transaction: it is noted, the person's sessions end, this one goes on
   * under a new token. False, with nothing changed, where `change` says no; refused where no second factor would be left.
   */
  private async changed(
    request: SignedIn,
    reply: FastifyReply,
    kind: SecurityEvent,
    change: (tx: Tx) => Promise<boolean>,
  ): Promise<boolean> {
    const { actor } = request
    const token = await this.write(actor, (tx) =>
      startAfresh(tx, actor, async () => {
        if (!(await change(tx))) return false
        if (waysOf(await factorsOf(tx, actor.id), !isApplicant(actor)).length === 0)
          throw badBody(request, [{ code: 'lastFactor', at: '' }])
        await noteSecurity(tx, kind, actor.id, deviceOf(request))
        return true
      }),
    )
    if (token === null) return false
    giveSession(reply, this.portal, token)
    return true
  }

  private write<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return run(this.databases.app, actor, 'write', work)
  }
}

const isId = (id: string): boolean => RowId.safeParse(id).success
const none = Promise.resolve(0)

async function accountOf(tx: Tx, actor: Actor): Promise<{ email: string; language: Language | null }> {
  const account = await tx.one<{ email: string; language: Language | null }>(
    `select email, language from account where person_id = $1`,
    [actor.id],
  )
  if (account === undefined) throw unauthenticated()
  return account
}

/** What a guess would try first: the agency, the person, their address and organisation. */
async function ownWords(tx: Tx, actor: Actor): Promise<string[]> {
  const found = await tx.one<{ words: (string | null)[] }>(
    `select array[s.name, a.email, p.name, o.name] as words from account a join person p on p.id = a.person_id
     left join organisation o on o.id = p.organisation_id left join agency_setting s on true where a.person_id = $1`,
    [actor.id],
  )
  return (found?.words ?? []).filter((word) => word !== null)
}
