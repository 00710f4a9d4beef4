import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { pemSigner } from './signer.ts'
import type { Signer } from './signer.ts'

/** What a key is for: none serves two. Decisions: every signature of a person; checkpoints: heads of the log. */
export const keyPurposes = ['decisions', 'checkpoints'] as const
export type KeyPurpose = (typeof keyPurposes)[number]

const moment = z.nullable(z.iso.datetime())
const PublishedKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().check(z.regex(/^[\w-]{43}$/)),
  kid: z.string().check(z.regex(/^[\w-]{43}$/)),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
  purpose: z.enum(keyPurposes),
  /** Null: announced, and in force from its first use on. */
  notBefore: moment,
  /** Null: still in force. */
  notAfter: moment,
})
/** A key as everyone may read it, with the times between which the log may hold signatures of it. */
export type PublishedKey = z.infer<typeof PublishedKey>

/** Processes that sign at the moment of a rotation may use either key: both are valid this long around it. */
const overlapMs = 5 * 60_000

/**
 * Keys outside the database: `<folder>/<purpose>/<kid>.pem`, readable by their owner only, and `<folder>/published/<kid>.json`
 * for everyone. A process needs the folders of its own purposes and of what is published; production puts PKCS#11 or KMS here.
 */
export class FileKeys {
  private readonly signers = new Map<KeyPurpose, { read: number; signer: Promise<Signer> }>()
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /**
   * Who signs for this purpose at `at`, the time that the log will show. Makes the first key; a key that `rotate` announced
   * comes into force by this call, and its predecessor ends.
   */
  async current(purpose: KeyPurpose, at: Date): Promise<Signer> {
    const changed = await this.changedAt()
    const known = this.signers.get(purpose)
    if (known !== undefined && known.read === changed) return known.signer
    const signer = this.open(purpose, at)
    // Opening may itself make or announce a key; the next call then opens once more and finds nothing to do.
    this.signers.set(purpose, { read: changed, signer })
    signer.catch(() => this.signers.delete(purpose))
    return signer
  }

  /** Every key that ever was, oldest first: a signature is judged by the key's validity at the logged time. */
  async published(): Promise<PublishedKey[]> {
    const folder = join(this.folder, 'published')
    if (!existsSync(folder)) return []
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const keys = await Promise.all(
      names.map(async (name) => PublishedKey.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
    )
    return keys.toSorted((one, other) => since(one) - since(other) || (one.kid < other.kid ? -1 : 1))
  }

  /** Makes and announces the next key of a purpose; it comes into force when it is first used. */
  async rotate(purpose: KeyPurpose): Promise<PublishedKey> {
    const announced = (await this.published()).find((key) => key.purpose === purpose && key.notBefore === null)
    return announced ?? this.make(purpose, null)
  }

  /** Destroys the private half of a key that is no longer in force; what it signed stays valid. False: it still is. */
  async destroy(kid: string): Promise<boolean> {
    const key = (await this.published()).find((one) => one.kid === kid)
    if (key === undefined || key.notAfter === null || Date.parse(key.notAfter) > Date.now()) return false
    await rm(this.pem(key), { force: true })
    return true
  }

  private pem = ({ purpose, kid }: Pick<PublishedKey, 'purpose' | 'kid'>) => join(this.folder, purpose, `${kid}.pem`)

  private async open(purpose: KeyPurpose, at: Date): Promise<Signer> {
    if (purpose === 'decisions') await this.adoptFirstKey()
    const lasting = (await this.published()).filter((key) => key.purpose === purpose && key.notAfter === null)
    const key = lasting.at(-1) ?? (await this.make(purpose, new Date(at.getTime() - overlapMs)))
    if (key.notBefore === null) {
      await this.publish({ ...key, notBefore: new Date(at.getTime() - overlapMs).toISOString() })
      for (const before of lasting)
        if (before.kid !== key.kid)
          await this.publish({ ...before, notAfter: new Date(at.getTime() + overlapMs).toISOString() })
    }
    const pem = this.pem(key)
    await chmod(pem, 0o600)
    return pemSigner(await readFile(pem, 'utf8'))
  }

  private async make(purpose: KeyPurpose, notBefore: Date | null): Promise<PublishedKey> {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const { kid, publicJwk } = await pemSigner(pem)
    await mkdir(join(this.folder, purpose), { recursive: true, mode: 0o700 })
    await writeFile(this.pem({ purpose, kid }), pem, { mode: 0o600, flag: 'wx' })
    const key = { ...publicJwk, purpose, notBefore: notBefore?.toISOString() ?? null, notAfter: null }
    await this.publish(key)
    return key
  }

  private async publish(key: PublishedKey): Promise<void> {
    const folder = join(this.folder, 'published')
    await mkdir(folder, { recursive: true, mode: 0o755 })
    const file = join(folder, `${key.kid}.json`)
    // Whole or not at all: another process may read it at this moment.
    await writeFile(`${file}.${process.pid}`, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o644 })
    await rename(`${file}.${process.pid}`, file)
  }

  /** The one key of earlier versions, `decision.pem`, in force since it was made. */
  private async adoptFirstKey(): Promise<void> {
    const before = join(this.folder, 'decision.pem')
    if (!existsSync(before)) return
    const { kid, publicJwk } = await pemSigner(await readFile(before, 'utf8'))
    const { mtime } = await stat(before)
    await mkdir(join(this.folder, 'decisions'), { recursive: true, mode: 0o700 })
    await this.publish({ ...publicJwk, purpose: 'decisions', notBefore: mtime.toISOString(), notAfter: null })
    await rename(before, this.pem({ purpose: 'decisions', kid }))
  }

  /** Changes with every file that is put among the published ones. */
  private async changedAt(): Promise<number> {
    const folder = join(this.folder, 'published')
    return existsSync(folder) ? (await stat(folder)).mtimeMs : 0
  }
}

const since = ({ notBefore }: PublishedKey): number => (notBefore === null ? Infinity : Date.parse(notBefore))

/** Was this key in force at that time? */
export function inForce({ notBefore, notAfter }: Pick<PublishedKey, 'notBefore' | 'notAfter'>, at: Date): boolean {
  return (
    notBefore !== null &&
    Date.parse(notBefore) <= at.getTime() &&
    (notAfter === null || at.getTime() <= Date.parse(notAfter))
  )
}
