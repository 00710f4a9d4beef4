import type { Settings } from './settings.ts'

/** What every part may know of this installation. A class, so that it can be injected. */
export class Portal {
  readonly mode: Settings['mode']
  origin: string
  readonly dataDir: string
  readonly mail: Settings['mail']
  /** The agency's identity provider; undefined where none is set up. */
  readonly oidc: Settings['oidc']
  private readonly contact: Settings['securityContact']
  /** Who co-signs the log's checkpoints. */
  readonly witnesses: Settings['witnesses']
  /** Milliseconds that one operation of the graph may take (security.md 6). */
  operationMs = 5000
  /** Where clamd looks at uploads; undefined where none is set up. */
  readonly clamd: Settings['clamd']

  constructor(settings: Settings) {
    this.mode = settings.mode
    this.origin = settings.origin
    this.dataDir = settings.dataDir
    this.mail = settings.mail
    this.oidc = settings.oidc
    this.witnesses = settings.witnesses
    this.clamd = settings.clamd
    this.contact = settings.securityContact
  }

  /** Where weaknesses are reported. */
  get securityContact(): string {
    return this.contact ?? `mailto:security@${new URL(this.origin).hostname}`
  }

  /** What is signed here is a demonstration, in every form. */
  get demonstration(): boolean {
    return this.mode !== 'production'
  }
}
