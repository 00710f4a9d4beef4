import { describe, expect, test } from 'vitest'
import { countStatuses, falseClaims, looseRequirements } from './document-claims.ts'

const house = {
  exists: (path: string) => ['api/src/main.ts', 'docs/threats.md', 'README.md'].includes(path),
  scripts: new Set(['keys']),
  settings: 'PLACET_ORIGIN',
}

describe('what a document says of the house', () => {
  test('is let pass where it is so', () => {
    const text =
      'See `api/src/main.ts` and [the threats](threats.md#t1), `/verify`, [RFC](https://x.example/a.md).\n`npm run keys -- list` with PLACET_ORIGIN'
    expect(falseClaims('docs/asvs.md', text, house)).toEqual([])
  })

  test.each([
    ['`api/src/gone.ts`', 'api/src/gone.ts is not there'],
    ['`infra/gone`', 'infra/gone is not there'],
    ['[up](../GONE.md)', 'GONE.md is not there'],
    ['`npm run gone -- list`', 'there is no npm run gone'],
    ['set PLACET_GONE=1', 'there is no setting PLACET_GONE'],
  ])('is found where it is not: %s', (claim, fault) => {
    expect(falseClaims('docs/asvs.md', `first line\n${claim}`, house)).toEqual([`docs/asvs.md:2: ${fault}`])
  })
})

describe('the table of requirements', () => {
  const row = (id: string, status: string, control = '`api/src/main.ts`', shown = 'by eye') =>
    `| ${id} | gist | ${status} | ${control} | ${shown} |`

  test('is let pass with every status and its reason', () => {
    const text = [
      row('1.1.1', 'met'),
      row('1.1.2 (L3)', 'in part: no y', 'x', ''),
      row('1.1.3', 'not met: not built', '', ''),
    ]
    expect(looseRequirements(text.join('\n'))).toEqual([])
    expect(countStatuses(text.join('\n'))).toEqual({ met: 1, 'in part': 1, 'not met': 1, 'not applicable': 0 })
  })

  test.each([
    ['stands there twice', [row('1.1.1', 'met'), row('1.1.1', 'met')]],
    ['has the status "fine"', [row('1.1.1', 'fine')]],
    ['is not met and does not say why', [row('1.1.1', 'not met', '', '')]],
    ['is in part and does not say why', [row('1.1.1', 'in part')]],
    ['names no control', [row('1.1.1', 'met', '')]],
    ['names no test, nor says why there is none', [row('1.1.1', 'met', 'x', '').replace('|  |', '| |')]],
  ])('is found where a row %s', (fault, rows) => {
    expect(looseRequirements(rows.join('\n'))).toEqual([`docs/asvs.md: 1.1.1 ${fault}`])
  })
})
