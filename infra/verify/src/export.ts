import { createReadStream } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CannotTell } from './findings.ts'
import { columnsOutside, tablesOutside } from './outside.ts'
import type { Entry, Source, Table } from './source.ts'

// An export is a folder: catalogue.json, log.ndjson with positions, leaves and openings in order, and a file of rows for
// each table of the record. It holds personal data and salts; it is as confidential as the database.

/** Writes an export; the folder must not exist. Rows of what is outside the record stay where they are. */
export async function writeExport(source: Source, folder: string): Promise<void> {
  await mkdir(folder, { recursive: false, mode: 0o700 })
  const tables = (await source.tables()).filter(({ name }) => !(name in tablesOutside))
  await writeLines(join(folder, 'catalogue.json'), [JSON.stringify(tables)])
  await writeLines(join(folder, 'log.ndjson'), source.entries(), (entry) => JSON.stringify(entry))
  for (const { name } of tables) await writeLines(join(folder, `${name}.ndjson`), source.rows(name))
}

async function writeLines<Line>(
  path: string,
  lines: AsyncIterable<Line> | Iterable<Line>,
  textOf: (line: Line) => string = String,
): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  let waiting = ''
  for await (const line of lines) {
    waiting += `${textOf(line)}\n`
    if (waiting.length < 1 << 20) continue
    await file.write(waiting)
    waiting = ''
  }
  await file.write(waiting)
  await file.close()
}

/** The record as an export holds it. */
export class ExportSource implements Source {
  private readonly folder: string
  private readonly catalogue: Table[]

  private constructor(folder: string, catalogue: Table[]) {
    this.folder = folder
    this.catalogue = catalogue
  }

  static async open(folder: string): Promise<ExportSource> {
    try {
      const text = await readFile(join(folder, 'catalogue.json'), 'utf8')
      return new ExportSource(folder, JSON.parse(text) as Table[])
    } catch (cause) {
      throw new CannotTell(`${folder} is no export: ${(cause as Error).message}`)
    }
  }

  async tables(): Promise<Table[]> {
    return this.catalogue
  }

  async *entries(): AsyncIterable<Entry> {
    for await (const line of this.lines('log')) yield JSON.parse(line) as Entry
  }

  rows(table: string): AsyncIterable<string> {
    return this.lines(table)
  }

  async close(): Promise<void> {}

  private async *lines(name: string): AsyncIterable<string> {
    // A name of a table, never a path.
    if (!/^\w+$/.test(name)) throw new CannotTell(`${name} is no table`)
    const stream = createReadStream(join(this.folder, `${name}.ndjson`))
    try {
      yield* createInterface({ input: stream, crlfDelay: Infinity })
    } catch (cause) {
      throw new CannotTell(`the export lacks ${name}: ${(cause as Error).message}`)
    }
  }
}

export const describeOutside = (): string[] =>
  Object.entries({ ...tablesOutside, ...columnsOutside }).map(([name, reason]) => `${name}: ${reason}`)
