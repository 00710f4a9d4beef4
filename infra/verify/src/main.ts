import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describeOutside, ExportSource, writeExport } from './export.ts'
import { CannotTell } from './findings.ts'
import type { Findings } from './findings.ts'
import { readKeys } from './keys.ts'
import { verifyReceipt } from './receipt.ts'
import { DatabaseSource } from './source.ts'
import { verify } from './verify.ts'

const usage = `placet-verify: checks Placet's log, and the record under it.

  placet-verify postgres://…   --keys <keys> [--files <store>] [--trusted <checkpoint>]…
  placet-verify <folder>       --keys <keys> …     an export
  placet-verify <receipt.json> --keys <keys>       one receipt
  placet-verify export postgres://… <folder>       writes an export
  placet-verify outside                            what is not checked, and why

  --keys      keys.json, a folder of published keys, or https://…/.well-known/placet/keys.json
  --files     where uploads lie: <data folder>/files/store
  --trusted   a checkpoint that was kept elsewhere; without one a log that was cut off is not seen
  --witness   name+x of a witness whose lines are checked (x: its Ed25519 key in base64url)
  --login     a database login, beside portal_app and portal_worker, that may change cases
  --json      one line of JSON at the end

The database is read as portal_backup, or its owner: who sees not every row can not tell.
Exit code: 0 intact, 1 tampered with, 2 can not tell.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string' },
    files: { type: 'string' },
    trusted: { type: 'string', multiple: true, default: [] },
    witness: { type: 'string', multiple: true, default: [] },
    login: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const isDatabase = (input: string) => /^postgres(ql)?:\/\//.test(input)

async function judge(input: string): Promise<{ findings: Findings; counted: string; [count: string]: unknown }> {
  if (values.keys === undefined) throw new CannotTell('--keys is missing: the public keys of the portal')
  const keys = await readKeys(values.keys)
  if (input.endsWith('.json')) {
    const findings = verifyReceipt(JSON.parse(await readFile(input, 'utf8')), keys)
    return { findings, counted: 'the receipt' }
  }
  const trusted = await Promise.all(values.trusted.map(async (from) => ({ from, note: await readFile(from, 'utf8') })))
  const witnesses = values.witness.map((text) => {
    const plus = text.lastIndexOf('+')
    return { name: text.slice(0, plus), x: text.slice(plus + 1) }
  })
  const source = isDatabase(input) ? await DatabaseSource.open(input) : await ExportSource.open(input)
  try {
    const { files, login: logins } = values
    const { findings, ...counts } = await verify({ source, keys, trusted, witnesses, files, logins })
    return {
      findings,
      counted: `${counts.leaves} leaves, ${counts.versions} versions of rows, ${counts.files ?? 'no'} files`,
      ...counts,
    }
  } finally {
    await source.close()
  }
}

async function main(): Promise<number> {
  const [first = '', second = '', third = ''] = positionals
  if (values.help || first === '') {
    console.log(usage)
    return values.help ? 0 : 2
  }
  if (first === 'outside') {
    console.log(describeOutside().join('\n'))
    return 0
  }
  if (first === 'export') {
    const source = await DatabaseSource.open(second)
    await writeExport(source, third)
    await source.close()
    console.log(`The record is in ${third}. It holds personal data and salts.`)
    return 0
  }
  const began = performance.now()
  const { findings, counted, ...counts } = await judge(first)
  const seconds = (performance.now() - began) / 1000
  for (const note of findings.notes) console.log(`Note: ${note}.`)
  const bad = findings.first()
  if (bad === undefined) console.log(`Intact: ${counted}, in ${seconds.toFixed(1)} s.`)
  else {
    const place = bad.position === undefined ? '' : ` (position ${bad.position})`
    console.error(`TAMPERED WITH. First bad entry${place}: ${bad.what}.`)
    for (const { what } of findings.all.slice(0, 20)) if (what !== bad.what) console.error(`  also: ${what}`)
    if (findings.all.length > 20) console.error(`  and ${findings.all.length - 20} more`)
  }
  if (values.json) console.log(JSON.stringify({ intact: bad === undefined, first: bad ?? null, seconds, ...counts }))
  return bad === undefined ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (fault) {
  console.error(`Can not tell: ${(fault as Error).message}`)
  process.exitCode = 2
}
