import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const nonceBytes = 12
const tagBytes = 16

/** Small secrets that must be read again: AES-256-GCM under a key that is not in the database. */
export class SecretBox {
  readonly #key: Buffer

  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error('the key of the secret box must have 32 bytes')
    this.#key = key
  }

  /** Whose they are goes into the seal: one person's ciphertext opens nothing in another's row. */
  seal(secret: Buffer, whose: string): Buffer {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(whose))
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  }

  /** @throws {Error} where the key is another one or the bytes were changed */
  open(sealed: Buffer, whose: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, nonceBytes))
      .setAAD(Buffer.from(whose))
      .setAuthTag(sealed.subarray(-tagBytes))
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
  }
}

/** The box of this installation: its key lies in the data folder, made on first use, readable by its owner only. */
export function fileSecretBox(file: string): SecretBox {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    try {
      writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' })
    } catch (cause) {
      // Another process was first; its key counts.
      if ((cause as { code?: string }).code !== 'EEXIST') throw cause
    }
  }
  chmodSync(file, 0o600)
  return new SecretBox(readFileSync(file))
}
