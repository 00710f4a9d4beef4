import { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import * as z from 'zod/mini'
import { expectThat, present } from './outcome.ts'
import { Me } from './portal-answers.ts'
import { reach, Session, type Account, type Portal } from './session.ts'

/** The parts of the journey and the demo account that plays each. */
const cast = {
  officer: 'officer@helio.example',
  screener: 'screener@agency.example',
  manager: 'manager@agency.example',
  lead: 'lead@agency.example',
  'reviewer A': 'reviewer.a@agency.example',
  'reviewer B': 'reviewer.b@agency.example',
  'reviewer C': 'reviewer.c@agency.example',
  'decision maker': 'decision@agency.example',
  deputy: 'deputy@agency.example',
  admin: 'admin@agency.example',
} as const
export type Part = keyof typeof cast
export const reviewers = ['reviewer A', 'reviewer B', 'reviewer C'] as const satisfies Part[]

const Accounts = z.array(
  z.object({ email: z.string(), password: z.string(), name: z.string(), passkey: SoftwarePasskey }),
)

/** Everyone who takes part, each with a session of their own, opened when first needed. */
export class People {
  readonly portal: Portal
  readonly #accounts: readonly Account[]
  readonly #sessions = new Map<Part, Promise<Session>>()
  readonly #ids = new Map<Part, Promise<string>>()

  private constructor(portal: Portal, accounts: readonly Account[]) {
    this.portal = portal
    this.#accounts = accounts
  }

  /** Reads the demo accounts; throws `Unexpected` when the portal is not in demo mode. */
  static async gather(portal: Portal): Promise<People> {
    const answer = await reach(portal, '/auth/demo-accounts')
    expectThat(
      answer.ok,
      'The journey signs in with the demo accounts, but this portal is not in demo mode (PLACET_MODE=demo).',
    )
    const accounts = Accounts.safeParse(await answer.json())
    expectThat(accounts.success, 'The list of demo accounts cannot be read.')
    return new People(portal, accounts.data)
  }

  /** The session of one part. */
  session(part: Part): Promise<Session> {
    const open = this.#sessions.get(part)
    if (open) return open
    const account = present(
      this.#accounts.find((candidate) => candidate.email === cast[part]),
      `The portal has no demo account ${cast[part]} for the ${part}.`,
    )
    const opening = Session.signIn(this.portal, account)
    this.#sessions.set(part, opening)
    return opening
  }

  /** The id by which the portal knows the person of a part. */
  id(part: Part): Promise<string> {
    const known = this.#ids.get(part)
    if (known) return known
    const asking = this.session(part).then(async (session) => {
      const { me } = await session.ask('JourneyMe', {}, Me)
      return present(me, `${session.email} is signed in, but the portal does not know who that is.`).id
    })
    this.#ids.set(part, asking)
    return asking
  }
}
