import { mkdirSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const key = /^[0-9a-f]{64}$/

/** Is this the form of a document's id? Nothing else ever becomes part of a path. */
export const isDocumentId = (id: string): boolean => uuid.test(id)

/**
 * Where the bytes of uploads lie, under the data folder. What arrives stays in quarantine, under a random id that the
 * portal gave; what is clean moves to the store, under a random key. Names that people gave are nowhere on the disk.
 */
export class FileStore {
  readonly quarantine: string
  private readonly store: string

  /** Makes the folders; only this process's user may enter them. */
  constructor(dataDir: string) {
    this.quarantine = join(dataDir, 'files', 'quarantine')
    this.store = join(dataDir, 'files', 'store')
    for (const folder of [this.quarantine, this.store]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Path of an upload's bytes before it is clean. */
  quarantined(id: string): string {
    if (!isDocumentId(id)) throw new Error('not a document id')
    return join(this.quarantine, id)
  }

  /** Path of a clean file's bytes. */
  stored(storageKey: string): string {
    if (!key.test(storageKey)) throw new Error('not a storage key')
    return join(this.store, storageKey.slice(0, 2), storageKey)
  }

  /** Where the bytes of a document are now: a stop in the middle of `keep` leaves them in either place. */
  async find(id: string, storageKey: string): Promise<string | undefined> {
    for (const path of [this.quarantined(id), this.stored(storageKey)]) if (await exists(path)) return path
    return undefined
  }

  /** Bytes that were received are on the disk when this returns, also after a power cut. */
  async settle(id: string): Promise<void> {
    await synced(this.quarantined(id))
    await synced(this.quarantine)
  }

  /** Moves a clean file to the store and forgets its upload. */
  async keep(id: string, storageKey: string): Promise<void> {
    const [from, to] = [this.quarantined(id), this.stored(storageKey)]
    if (await exists(from)) {
      await mkdir(dirname(to), { recursive: true, mode: 0o700 })
      await rename(from, to)
      await synced(dirname(to))
    }
    await this.forgetUpload(id)
  }

  /** An upload that nobody may continue; its bytes stay where they are. */
  async forgetUpload(id: string): Promise<void> {
    await rm(`${this.quarantined(id)}.json`, { force: true })
  }

  /** Removes an upload with its bytes. */
  async discard(id: string): Promise<void> {
    await rm(this.quarantined(id), { force: true })
    await this.forgetUpload(id)
  }

  /** Removes a file that has a verdict, wherever its bytes lie. */
  async remove(id: string, storageKey: string): Promise<void> {
    await this.discard(id)
    await rm(this.stored(storageKey), { force: true })
  }

  /** Uploads begun and left alone since `before`. */
  async abandoned(before: Date): Promise<string[]> {
    const names = await readdir(this.quarantine)
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
    const old: string[] = []
    for (const id of ids.filter(isDocumentId)) {
      const path = this.quarantined(id)
      const seen = (await exists(path)) ? path : `${path}.json`
      if ((await stat(seen)).mtime < before) old.push(id)
    }
    return old
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
