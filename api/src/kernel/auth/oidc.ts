import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import * as client from 'openid-client'
import { Databases } from '../db/databases.ts'
import { run } from '../db/run.ts'
import { outgoingAddress } from '../outgoing/address-policy.ts'
import type { OutgoingRules } from '../outgoing/address-policy.ts'
import { callOutside } from '../outgoing/outgoing.ts'
import { Portal } from '../portal.ts'
import { sha256 } from '../record.ts'
import { signingIn } from './actor.ts'
import type { Device } from './device.ts'
import { noteSecurity, noteSignIn } from './security-events.ts'

const minutes = 10
const discoveredForMs = 600_000

/** What the provider's answer led to. `refused` has one meaning for whoever tries: it did not work. */
export type OidcOutcome = { signedIn: string } | 'linked' | 'refused'

type Attempt = { nonce: string; verifier: string; person_id: string | null }
type Claims = { iss: string; sub: string; acr?: unknown; amr?: unknown }

/** Code flow with PKCE, state and nonce at the agency's identity provider, for staff (security.md 3). */
@Injectable()
export class Oidc {
  /** Tests open this machine here; there is no setting for it. */
  rules: OutgoingRules = {}
  private discovered: { config: client.Configuration; at: number } | undefined

  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
  ) {}

  get isThere(): boolean {
    return this.portal.oidc !== undefined
  }

  /**
   * Begins at the provider; `personId` links to that person instead of signing in. The caller keeps `browser` in a cookie.
   * @throws {NotReached} when the provider cannot be asked where to send people
   */
  async start(personId: string | null): Promise<{ url: string; browser: string }> {
    const { maxAge, acr } = this.settings()
    const config = await this.configuration()
    const [state, nonce, browser] = [client.randomState(), client.randomNonce(), randomBytes(32).toString('base64url')]
    const verifier = client.randomPKCECodeVerifier()
    await run(this.databases.app, signingIn, 'write', async (tx) => {
      await tx.rows(`delete from oidc_attempt where expires_at < now()`)
      await tx.rows(
        `insert into oidc_attempt (state_hash, browser_hash, nonce, verifier, person_id, expires_at) values ($1, $2, $3, $4, $5, now() + interval '${minutes} minutes')`,
        [sha256(state), sha256(browser), nonce, verifier, personId],
      )
    })
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: this.callbackUrl,
      scope: 'openid',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      max_age: String(maxAge),
      ...(acr.length > 0 ? { acr_values: acr.join(' ') } : {}),
    })
    return { url: url.href, browser }
  }

  /**
   * The provider's answer, once: to the browser that asked, with the claims that the settings ask for. A subject that nobody
   * linked gets in nowhere; nothing is made for it. `self`: who is signed in here, for linking.
   */
  async finish(query: string, browser: string | undefined, self: string | null, from: Device): Promise<OidcOutcome> {
    const url = new URL(`${this.callbackUrl}${query}`)
    const state = url.searchParams.get('state')
    const attempt = await this.take(state, browser)
    if (state === null || attempt === undefined) return 'refused'
    const claims = await this.claimsOf(url, state, attempt).catch(() => undefined)
    if (claims === undefined || !this.areStrong(claims)) {
      await run(this.databases.app, signingIn, 'write', (tx) =>
        noteSecurity(tx, 'signInFailed', null, from, { way: 'oidc' }),
      )
      return 'refused'
    }
    if (attempt.person_id !== null)
      return attempt.person_id === self && (await this.link(claims, attempt.person_id)) ? 'linked' : 'refused'
    return run(this.databases.app, signingIn, 'write', async (tx) => {
      const found = await tx.one<{ id: string }>(
        `select p.id from identity i join person p on p.id = i.person_id join account a on a.person_id = p.id
         where i.issuer = $1 and i.subject = $2 and p.organisation_id is null and cardinality(p.roles) > 0 and a.disabled_at is null`,
        [claims.iss, claims.sub],
      )
      if (found === undefined) {
        await noteSecurity(tx, 'signInFailed', null, from, { way: 'oidc' })
        return 'refused'
      }
      await noteSignIn(tx, found.id, from, 'oidc')
      return { signedIn: found.id }
    })
  }

  private async link({ iss, sub }: Claims, personId: string): Promise<boolean> {
    return run(this.databases.app, signingIn, 'write', async (tx) => {
      const linked = await tx.count(
        `insert into identity (issuer, subject, person_id) select $1, $2, p.id from person p where p.id = $3 and p.organisation_id is null
         on conflict do nothing`,
        [iss, sub, personId],
      )
      return linked === 1
    })
  }

  /** An attempt is used up by whatever answer comes for it. */
  private take(state: string | null, browser: string | undefined): Promise<Attempt | undefined> {
    if (state === null || browser === undefined) return Promise.resolve(undefined)
    return run(this.databases.app, signingIn, 'write', (tx) =>
      tx.one<Attempt>(
        `delete from oidc_attempt where state_hash = $1 and browser_hash = $2 and expires_at > now() returning nonce, verifier, person_id`,
        [sha256(state), sha256(browser)],
      ),
    )
  }

  private async claimsOf(url: URL, state: string, attempt: Attempt): Promise<Claims | undefined> {
    const tokens = await client.authorizationCodeGrant(await this.configuration(), url, {
      expectedState: state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      maxAge: this.settings().maxAge,
      idTokenExpected: true,
    })
    return tokens.claims()
  }

  /** How the provider says that the person proved themselves must be one of the ways that the agency trusts. */
  private areStrong({ acr, amr }: Claims): boolean {
    const wanted = this.settings()
    const ways: unknown[] = Array.isArray(amr) ? amr : []
    return (
      (wanted.acr.length === 0 || wanted.acr.some((each) => each === acr)) &&
      (wanted.amr.length === 0 || wanted.amr.some((each) => ways.includes(each)))
    )
  }

  private async configuration(): Promise<client.Configuration> {
    if (this.discovered !== undefined && Date.now() - this.discovered.at < discoveredForMs)
      return this.discovered.config
    const { issuer, clientId, clientSecret } = this.settings()
    const url = outgoingAddress(issuer, this.rules) ?? new URL('https://refused.invalid')
    const config = await client.discovery(url, clientId, undefined, client.ClientSecretBasic(clientSecret), {
      [client.customFetch]: (address, { method, headers, body }) =>
        callOutside(address, { method, headers, body: typeof body === 'string' ? body : body?.toString() }, this.rules),
      timeout: 5,
      execute: url.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    })
    this.discovered = { config, at: Date.now() }
    return config
  }

  private settings(): NonNullable<Portal['oidc']> {
    const { oidc } = this.portal
    if (oidc === undefined) throw new Error('no identity provider is set up')
    return oidc
  }

  private get callbackUrl(): string {
    return `${this.portal.origin}/auth/oidc/callback`
  }
}
