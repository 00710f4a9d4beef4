import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key } from './keys.ts'
import { isConsistent } from './merkle.ts'
import { cosignatureLine, cosigned, isSignedBy, parseHead, parseNote } from './note.ts'
import type { Head, NoteKey } from './note.ts'

/** The log shows less, or something else, than what this witness has seen and signed. */
export class WitnessAlarm extends Error {}

/**
 * Sees the log over HTTP alone and signs only heads that grew from the one that it signed before (C2SP cosignature/v1).
 * Its folder holds its key and the last note; nothing of the portal's is shared with it.
 */
export class Witness {
  readonly key: NoteKey
  /** Why it refused last; null after a round that was well. */
  alarm: WitnessAlarm | null = null
  private readonly folder: string
  private readonly pem: string
  private readonly log: string

  private constructor(folder: string, log: string, name: string, pem: string) {
    this.folder = folder
    this.log = log.replace(/\/$/, '')
    this.pem = pem
    this.key = { name, x: createPublicKey(pem).export({ format: 'jwk' }).x ?? '' }
  }

  /** @param log the portal's address @param name what stands before the signature: an address without a scheme */
  static async open(folder: string, log: string, name: string): Promise<Witness> {
    if (!/^[^\s+]+$/.test(name)) throw new Error('a witness needs a name without spaces and plus signs')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'witness.pem')
    if (!existsSync(file)) {
      const { privateKey } = generateKeyPairSync('ed25519')
      await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    }
    return new Witness(folder, log, name, await readFile(file, 'utf8'))
  }

  /** The note that it signed last, with its line; null before the first. */
  async signed(): Promise<string | null> {
    return existsSync(this.memory) ? readFile(this.memory, 'utf8') : null
  }

  /**
   * Looks once; answers with the head that it signed, or the one that it had signed already.
   * @throws {WitnessAlarm} at a log that shrank, forked, or shows a head that no key of it signed
   */
  async look(keys: readonly Key[]): Promise<Head> {
    try {
      const head = await this.judge(keys)
      this.alarm = null
      return head
    } catch (cause) {
      if (cause instanceof WitnessAlarm) this.alarm = cause
      throw cause
    }
  }

  private async judge(keys: readonly Key[]): Promise<Head> {
    const note = await this.fetch('/log/checkpoint')
    const parsed = parseNote(note)
    const head = parsed && parseHead(parsed.text)
    const own = keys.filter(({ purpose }) => purpose === 'checkpoints')
    if (parsed === null || head === null || !own.some(({ x }) => isSignedBy(parsed, { name: head.origin, x })))
      throw new WitnessAlarm('the log shows a checkpoint that none of its keys signed')
    const before = await this.signed()
    const seen = before === null ? null : parseHead(before)
    if (before !== null && seen === null) throw new Error(`${this.memory} is damaged`)
    if (seen !== null) {
      if (seen.origin !== head.origin)
        throw new WitnessAlarm(`the log calls itself ${head.origin}; it was ${seen.origin}`)
      if (head.size < seen.size)
        throw new WitnessAlarm(`the log shrank: ${head.size} leaves, and there were ${seen.size}`)
      if (head.size === seen.size && !head.root.equals(seen.root))
        throw new WitnessAlarm(`the log was forked: ${head.size} leaves have another root than before`)
      if (head.size === seen.size) return head
      if (!(await this.grew(seen, head)))
        throw new WitnessAlarm(`the log was forked: ${head.size} leaves do not begin with the ${seen.size} seen before`)
    }
    const seconds = Math.floor(Date.now() / 1000)
    const signature = sign(null, cosigned(parsed.text, seconds), createPrivateKey(this.pem))
    const others = parsed.signatures.filter(({ name }) => name !== this.key.name).map(({ line }) => `${line}\n`)
    await this.remember(`${parsed.text}\n${others.join('')}${cosignatureLine(this.key, seconds, signature)}`)
    return head
  }

  private async grew(seen: Head, head: Head): Promise<boolean> {
    const answer = await this.fetch(`/log/proof/consistency?from=${seen.size}&to=${head.size}`)
    const { path } = JSON.parse(answer) as { path: string[] }
    return isConsistent(
      seen.size,
      head.size,
      seen.root,
      head.root,
      path.map((hash) => Buffer.from(hash, 'base64')),
    )
  }

  private async fetch(path: string): Promise<string> {
    const answer = await fetch(`${this.log}${path}`, { signal: AbortSignal.timeout(10_000), redirect: 'error' })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return answer.text()
  }

  /** On the disk before anyone hears of it: a witness that forgets could sign a fork. */
  private async remember(note: string): Promise<void> {
    const fresh = `${this.memory}.new`
    const file = await open(fresh, 'w', 0o600)
    await file.writeFile(note)
    await file.sync()
    await file.close()
    await rename(fresh, this.memory)
  }

  private get memory(): string {
    return join(this.folder, 'last-checkpoint.txt')
  }
}
