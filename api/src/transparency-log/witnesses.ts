import { createHash, createPublicKey, verify } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { system } from '../kernel/auth/actor.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { Portal } from '../kernel/portal.ts'

/** A witness that the operator named: where it answers, and the name and public key (base64url) that it signs with. */
export type WitnessPlace = { url: string; name: string; x: string }

const everyMs = 15_000
const cosignature = 4

/** Collects what witnesses put under our checkpoints, to publish it beside them. It only asks; what they sign is their affair. */
@Injectable()
export class Witnesses {
  private next = 0

  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
  ) {}

  /** Lines that were new. */
  async tick(): Promise<number> {
    if (this.portal.witnesses.length === 0 || Date.now() < this.next) return 0
    this.next = Date.now() + everyMs
    const kept = await Promise.allSettled(this.portal.witnesses.map((place) => this.collect(place)))
    const failed = kept.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return kept.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0)
  }

  private async collect({ url, name, x }: WitnessPlace): Promise<number> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'error' })
    if (!answer.ok) throw new Error(`the witness ${name} answers ${answer.status}`)
    const [text = '', lines = ''] = (await answer.text()).slice(0, 10_000).split(/(?<=\n)\n/)
    const line = lines.split('\n').find((one) => isCosigned(text, one, name, x))
    if (line === undefined) throw new Error(`the witness ${name} shows no line of its own`)
    return run(this.databases.worker, system, 'write', async (tx) => {
      const size = Number(text.split('\n')[1])
      const ours = await tx.one<{ same: boolean }>(
        `select starts_with(note, $2 || E'\\n') as same from log_checkpoint where size = $1`,
        [size, text],
      )
      if (ours?.same !== true) throw new Error(`the witness ${name} has signed a checkpoint that is not ours: ${text}`)
      return tx.count(
        `insert into log_cosignature (size, witness, line) values ($1, $2, $3) on conflict on constraint log_cosignature_pkey do nothing`,
        [size, name, `${line}\n`],
      )
    })
  }
}

/** C2SP tlog-cosignature: key hash, eight bytes of time, and an Ed25519 signature over both with the note. */
function isCosigned(text: string, line: string, name: string, x: string): boolean {
  const found = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line)
  const blob = Buffer.from(found?.[2] ?? '', 'base64')
  if (found?.[1] !== name || blob.length !== 76) return false
  const publicKey = Buffer.from(x, 'base64url')
  const hash = createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([cosignature]))
    .update(publicKey)
    .digest()
  if (!hash.subarray(0, 4).equals(blob.subarray(0, 4))) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const signed = Buffer.from(`cosignature/v1\ntime ${blob.readBigUInt64BE(4)}\n${text}`)
  return verify(null, signed, key, blob.subarray(12))
}
