import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Portal } from '../kernel/portal.ts'

/** A letter ready to go. `id` makes its Message-ID: the same letter sent twice is one to every mail program. */
export type Outgoing = { id: string; to: string; subject: string; text: string; language: string }
export type Kept = { id: string; at: Date; to: string; subject: string; text: string }

/** Whether a letter was taken over. `again`: it certainly was not, and another try may help. */
export type Handed = { ok: true } | { ok: false; again: boolean; fault: string }

const timeoutMs = 10_000
const shownAtMost = 200

/** Hands letters over: by SMTP where it is configured, else into a folder of the data. */
export class Post {
  private readonly portal: Portal
  private readonly folder: string

  constructor(portal: Portal) {
    this.portal = portal
    this.folder = join(portal.dataDir, 'mail')
  }

  async send(letter: Outgoing): Promise<Handed> {
    const { smtpUrl, from } = this.portal.mail
    const host = new URL(this.portal.origin).hostname
    const message = {
      from: { name: 'Placet', address: from },
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letter.text,
      messageId: `<${letter.id}@${host}>`,
      headers: { 'content-language': letter.language, 'auto-submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    }
    if (smtpUrl === undefined) {
      await this.keep(letter)
      return { ok: true }
    }
    try {
      await createTransport(smtpOptions(smtpUrl)).sendMail(message)
      return { ok: true }
    } catch (cause) {
      const { code = 'UNKNOWN', command = '', responseCode = 0 } = cause as Refused
      // Before DATA nothing was taken over; a 4xx says so itself. After DATA without an answer nobody knows.
      const again = responseCode === 0 ? command !== 'DATA' && code !== 'EENVELOPE' : responseCode < 500
      return { ok: false, again, fault: `${code} ${responseCode}`.trim() }
    }
  }

  /** The folder's letters, newest first. */
  async list(): Promise<Kept[]> {
    const names = await readdir(this.folder).catch(() => [])
    const newest = names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .reverse()
      .slice(0, shownAtMost)
    return Promise.all(newest.map((name) => this.read(name)))
  }

  async find(id: string): Promise<Kept | undefined> {
    const names = await readdir(this.folder).catch(() => [])
    const name = names.find((each) => each.endsWith(`_${id}.json`))
    return name === undefined ? undefined : this.read(name)
  }

  private async read(name: string): Promise<Kept> {
    const kept = JSON.parse(await readFile(join(this.folder, name), 'utf8')) as Omit<Kept, 'at'> & { at: string }
    return { ...kept, at: new Date(kept.at) }
  }

  private async keep({ id, to, subject, text }: Outgoing): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const at = new Date().toISOString()
    const path = join(this.folder, `${at.replaceAll(':', '-')}_${id}.json`)
    await writeFile(`${path}.part`, JSON.stringify({ id, at, to, subject, text }), { mode: 0o600 })
    await rename(`${path}.part`, path)
  }
}

type Refused = { code?: string; command?: string; responseCode?: number }

/** TLS always, but to this very machine. */
function smtpOptions(address: string) {
  const url = new URL(address)
  const secure = url.protocol === 'smtps:'
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !here,
    ignoreTLS: !secure && here,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  }
}
