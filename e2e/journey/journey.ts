import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { env, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { riskClasses, type RiskClass } from '@placet/shared/policy-pack/policy-pack.schema'
import type { Card } from './applicant-part.ts'
import { CardRefused, expectThat, present, Unexpected } from './outcome.ts'
import { People } from './people.ts'
import { readRegisteredOperations } from './registered-operations.ts'
import { runJourney } from './whole-life.ts'

const usage = `Usage: npm run journey -- path/to/card.md [--json] [--class I|II|III|IV]
PLACET_URL names the portal (default http://localhost:3000).
Ends with 0 when the entry is published, 2 when the portal refuses the card, 1 at anything else.`

type Request = { cardPath: string; json: boolean; riskClass: RiskClass }

function readArguments(): Request {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, class: { type: 'string', default: 'III' } },
    })
    const riskClass = riskClasses.find((candidate) => candidate === values.class)
    const [cardPath, ...rest] = positionals
    if (riskClass && cardPath !== undefined && rest.length === 0) return { cardPath, json: values.json, riskClass }
  } catch {
    // An unknown option is answered as any other misuse: by the usage.
  }
  throw new Unexpected(usage)
}

function readPortalUrl(): string {
  const url = URL.parse(env['PLACET_URL'] ?? 'http://localhost:3000')
  return present(url, `PLACET_URL is not an address: ${env['PLACET_URL'] ?? ''}`).origin
}

async function readCard(path: string): Promise<Card> {
  const bytes = await readFile(path).catch(() => null)
  expectThat(bytes !== null, `The card ${path} cannot be read.`)
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return { fileName: basename(path), text }
}

async function main(): Promise<number> {
  try {
    const { cardPath, json, riskClass } = readArguments()
    const card = await readCard(cardPath)
    const people = await People.gather({ url: readPortalUrl(), operations: readRegisteredOperations() })
    const result = await runJourney(people, card, riskClass, (line) => stdout.write(`${line}\n`))
    stdout.write(`\nPublished: ${people.portal.url}${result.registerPath}\n`)
    if (json) stdout.write(`${JSON.stringify(result)}\n`)
    return 0
  } catch (error) {
    if (error instanceof CardRefused) {
      stderr.write(`The portal refused the card: ${error.message}\n`)
      return 2
    }
    stderr.write(
      `${error instanceof Unexpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    )
    return 1
  }
}

process.exitCode = await main()
