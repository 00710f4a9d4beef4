// Writes docs/machines from the machines and docs/policies.md from the policy tests; with --check it writes nothing and fails where a page differs.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { approval } from '@placet/shared/approval/approval.machine'
import { reviewerAssignment } from '@placet/shared/assignment/assignment.machine'
import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { decision } from '@placet/shared/decision/decision.machine'
import { informationRequest } from '@placet/shared/information-request/information-request.machine'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import { submission } from '@placet/shared/submission/submission.machine'
import { chartPage } from './chart-page.ts'
import { policyPage } from './policy-page.ts'

const root = new URL('../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

const machines = [
  { process: submission, page: 'submission' },
  { process: confidentialityClaim, page: 'confidentiality-claim' },
  { process: reviewStage, page: 'review-stage' },
  { process: reviewerAssignment, page: 'assignment' },
  { process: decision, page: 'decision' },
  { process: approval, page: 'approval' },
  { process: informationRequest, page: 'information-request' },
].map(({ process, page }) => ({
  name: `docs/machines/${page}.md`,
  text: chartPage(process, `shared/src/${page}/${page}.machine.ts`),
}))

const policyTests = globSync('api/src/*/*.policy.test.ts', { cwd: fileURLToPath(root) }).toSorted()
const messages = JSON.parse(read('api/src/kernel/wording/messages.json')) as Record<string, { en: string }>
const policies = {
  name: 'docs/policies.md',
  text: policyPage(
    policyTests.map((name) => ({ name, text: read(name) })).filter(({ text }) => text.includes('testRoles(')),
    Object.fromEntries(Object.entries(messages).map(([code, { en }]) => [code, en])),
  ),
}
const pages = [...machines, policies]

if (process.argv.includes('--check')) {
  const differing = pages.filter(({ name, text }) => {
    const file = new URL(name, root)
    return !existsSync(file) || readFileSync(file, 'utf8') !== text
  })
  for (const { name } of differing) console.error(`${name} differs from what it is made from.`)
  if (differing.length > 0) {
    console.error('Write the pages again: node infra/charts/charts.ts')
    process.exitCode = 1
  }
} else {
  mkdirSync(new URL('docs/machines/', root), { recursive: true })
  for (const { name, text } of pages) writeFileSync(new URL(name, root), text)
}
