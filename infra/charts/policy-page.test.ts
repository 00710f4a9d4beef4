import { expect, test } from 'vitest'
import { policyPage } from './policy-page.ts'

const text = `
describe('one person of each role', () => {
  testRoles({ process: tea, asked }, \`
    event  in     brewer  guest
    POUR   ready  yes     duty.onlyBrewer
    SIP    ready  –       yes
  \`)
})
`
const page = (reasons: Record<string, string>) =>
  policyPage([{ name: 'api/src/tea/green-tea.policy.test.ts', text }], reasons)

test('a page shows the table of each test and its reasons in words', () => {
  const made = page({ 'duty.onlyBrewer': 'Only the brewer pours.' })
  expect(made).toContain(
    '## Green tea\n\nHeld by `api/src/tea/green-tea.policy.test.ts`.\n\nOne person of each role:\n',
  )
  expect(made).toContain('| POUR  | ready | yes    | duty.onlyBrewer |\n')
  expect(made).toContain('| `duty.onlyBrewer` | Only the brewer pours. |\n')
})

test('a reason without words is not shown', () => {
  expect(() => page({})).toThrow('The reason duty.onlyBrewer has no words.')
})

test('a test without a table is named', () => {
  expect(() => policyPage([{ name: 'x.policy.test.ts', text: '' }], {})).toThrow('x.policy.test.ts has no table.')
})
