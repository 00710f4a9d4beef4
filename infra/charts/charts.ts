// Writes docs/machines from the machines; with --check it writes nothing and fails where a page differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { approval } from '@placet/shared/approval/approval.machine'
import { reviewerAssignment } from '@placet/shared/assignment/assignment.machine'
import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { decision } from '@placet/shared/decision/decision.machine'
import { informationRequest } from '@placet/shared/information-request/information-request.machine'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import { submission } from '@placet/shared/submission/submission.machine'
import { chartPage } from './chart-page.ts'

const folder = new URL('../../docs/machines/', import.meta.url)

const pages = [
  { process: submission, page: 'submission' },
  { process: confidentialityClaim, page: 'confidentiality-claim' },
  { process: reviewStage, page: 'review-stage' },
  { process: reviewerAssignment, page: 'assignment' },
  { process: decision, page: 'decision' },
  { process: approval, page: 'approval' },
  { process: informationRequest, page: 'information-request' },
].map(({ process, page }) => ({
  name: `${page}.md`,
  text: chartPage(process, `shared/src/${page}/${page}.machine.ts`),
}))

if (process.argv.includes('--check')) {
  const differing = pages.filter(({ name, text }) => {
    const file = new URL(name, folder)
    return !existsSync(file) || readFileSync(file, 'utf8') !== text
  })
  for (const { name } of differing) console.error(`docs/machines/${name} differs from its machine.`)
  if (differing.length > 0) {
    console.error('Write the pages again: node infra/charts/charts.ts')
    process.exitCode = 1
  }
} else {
  mkdirSync(folder, { recursive: true })
  for (const { name, text } of pages) writeFileSync(new URL(name, folder), text)
}
