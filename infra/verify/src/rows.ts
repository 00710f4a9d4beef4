import { CannotTell } from './findings.ts'
import type { Findings } from './findings.ts'
import type { Opened } from './leaves.ts'
import { sha256 } from './merkle.ts'
import { columnsOutside, tablesChecked, tablesOutside } from './outside.ts'
import { bytesOf, membersOf, textOf, valuesOf } from './row-text.ts'
import type { Source, Table } from './source.ts'

/** The newest version of a row that the log knows; `digest` is null where the row was taken away. */
type Version = {
  no: number
  columns: string
  digest: string | null
  position: number | null
  salt?: Buffer
  seen?: true
}
type Noted = [no: number, table: string, key: string, columns: string, digest: string | null]

/** Logins of the portal itself. Whatever others change in a case is told. */
const portalLogins = new Set(['portal_app', 'portal_worker'])

/** Every row that the log has versions of, against the tables as they are. */
export class Rows {
  private readonly newest = new Map<string, Map<string, Version>>()
  /** Versions as the leaves have them: number to a short text of all their parts. */
  private readonly noted = new Map<number, string>()
  private readonly baselines = new Map<string, number>()
  private readonly logins: ReadonlySet<string>
  private readonly findings: Findings

  constructor(findings: Findings, logins: readonly string[]) {
    this.findings = findings
    this.logins = new Set([...portalLogins, ...logins])
  }

  /** How many versions the log holds. */
  get count(): number {
    return this.noted.size
  }

  /** Takes in a leaf of type `rows`. */
  take({ id, position, record }: Opened): void {
    const rows = record['rows'] as Noted[]
    const [by, because] = [String(record['by']), String(record['because'])]
    if (!this.logins.has(by) && because === 'act')
      this.foreign.push({ by, position, tables: rows.map(([, table]) => table) })
    rows.forEach(([no, table, key, columns, digest], index) => {
      this.noted.set(no, fingerprint(id, no, table, key, columns, digest, index === 0))
      const versions = this.newest.get(table) ?? new Map<string, Version>()
      this.newest.set(table, versions)
      const before = versions.get(key)
      if (before === undefined || before.no < no) versions.set(key, { no, columns, digest, position })
      if (because === 'baseline') this.baselines.set(table, Math.max(position ?? 0, this.baselines.get(table) ?? 0))
    })
  }

  private readonly foreign: { by: string; position: number | null; tables: string[] }[] = []

  /** Reads log_row, log_columns and every table that is in the log. */
  async check(source: Source): Promise<void> {
    const tables = await source.tables()
    const columnSets = await this.readColumns(source)
    await this.readVersions(source)
    for (const { by, position, tables: touched } of this.foreign) {
      const cases = touched.filter(
        (name) => name === 'submission' || tables.some((t) => t.name === name && t.columns.includes('case_id')),
      )
      const what = `${by}, who is not the portal, changed ${[...new Set(touched)].join(', ')}`
      if (cases.length > 0) this.findings.add(what, position ?? undefined)
      else this.findings.note(position === null ? what : `${what} (position ${position})`)
    }
    for (const table of tables)
      if (!(table.name in tablesOutside) && !(table.name in tablesChecked))
        await this.checkTable(source, table, columnSets)
    for (const name of this.newest.keys())
      if (!tables.some((table) => table.name === name))
        this.findings.add(`the table ${name} is in the log and not there`)
    for (const [table, position] of this.baselines)
      if (position > 0) this.findings.note(`${table}: rows of before position ${position} were not covered until then`)
  }

  private async readColumns(source: Source): Promise<Map<string, ReadonlySet<string>>> {
    const sets = new Map<string, ReadonlySet<string>>()
    for await (const text of source.rows('log_columns')) {
      const { table_name: table, id, columns } = valuesOf(text) as { table_name: string; id: string; columns: string[] }
      if (sha256(columns.join()).toString('hex').slice(0, 16) !== id)
        this.findings.add(`log_columns of ${table}: the columns do not have the hash ${id}`)
      sets.set(`${table}/${id}`, new Set(columns))
    }
    return sets
  }

  private async readVersions(source: Source): Promise<void> {
    let read = 0
    for await (const text of source.rows('log_row')) {
      const row = valuesOf(text) as {
        no: number
        leaf_id: string
        table_name: string
        key: string
        columns: string
        opens: boolean
      }
      const { digest, salt } = valuesOf(text)
      const inHex = digest === null ? null : bytesOf(digest).toString('hex')
      const noted = this.noted.get(row.no)
      if (noted !== fingerprint(row.leaf_id, row.no, row.table_name, row.key, row.columns, inHex, row.opens))
        this.findings.add(
          `log_row ${row.no} (${row.table_name} ${row.key}) is not what its leaf says`,
          this.newest.get(row.table_name)?.get(row.key)?.position ?? undefined,
        )
      else {
        read += 1
        const version = this.newest.get(row.table_name)?.get(row.key)
        if (version?.no === row.no && salt !== null) version.salt = bytesOf(salt)
      }
    }
    if (read < this.noted.size)
      this.findings.add(`log_row lacks ${this.noted.size - read} versions that the leaves name`)
  }

  private async checkTable(
    source: Source,
    table: Table,
    columnSets: ReadonlyMap<string, ReadonlySet<string>>,
  ): Promise<void> {
    const { name, keys } = table
    if (keys.length === 0) throw new CannotTell(`the table ${name} has no primary key`)
    const versions = this.newest.get(name) ?? new Map<string, Version>()
    const uncovered = new Set<string>()
    for await (const text of source.rows(name)) {
      const members = membersOf(text)
      const key = `[${keys.map((column) => members.get(column)).join(', ')}]`
      const version = versions.get(key)
      const row = `${name} ${key}`
      const position = version?.position ?? undefined
      if (version === undefined) {
        this.findings.add(`${row} is not in the log`)
        continue
      }
      if (version.seen) this.findings.add(`${row} is there twice`, position)
      version.seen = true
      const columns = columnSets.get(`${name}/${version.columns}`)
      if (version.digest === null) this.findings.add(`${row} was taken away, and is there`, position)
      else if (columns === undefined)
        this.findings.add(`${row}: log_columns does not have ${version.columns}`, position)
      else if (version.salt === undefined) this.findings.add(`${row}: the salt of its newest version is gone`, position)
      else if (sha256(version.salt, textOf(members, columns)).toString('hex') !== version.digest)
        this.findings.add(`${row} is not as the log says`, position)
      else
        for (const column of table.columns)
          if (!columns.has(column) && !table.generated.includes(column) && !(`${name}.${column}` in columnsOutside))
            uncovered.add(column)
    }
    for (const column of uncovered) this.findings.add(`${name}.${column} is not covered by the log`)
    for (const [key, version] of versions)
      if (version.digest !== null && version.seen !== true)
        this.findings.add(`${name} ${key} is in the log and not there`, version.position ?? undefined)
  }
}

const fingerprint = (
  leaf: string,
  no: number,
  table: string,
  key: string,
  columns: string,
  digest: string | null,
  opens: boolean,
): string =>
  sha256(JSON.stringify([leaf, no, table, key, columns, digest, opens]))
    .toString('base64')
    .slice(0, 16)
