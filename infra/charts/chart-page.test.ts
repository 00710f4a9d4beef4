import { confidentialityClaim } from '@placet/shared/confidentiality-claim/confidentiality-claim.machine'
import { reviewStage } from '@placet/shared/review-stage/review-stage.machine'
import { expect, test } from 'vitest'
import { chartPage } from './chart-page.ts'

test('a page shows every move, the ends, and the moves that a guard can stop', () => {
  expect(chartPage(confidentialityClaim, 'claim.machine.ts')).toBe(`# Confidentiality claim

Made from \`claim.machine.ts\` by \`infra/charts\`. Change the machine, not this page.

\`\`\`mermaid
stateDiagram-v2
  [*] --> claimed : CLAIM
  claimed --> granted : GRANT
  claimed --> refused : REFUSE
  granted --> expired : EXPIRE
  expired --> [*]
\`\`\`

## Guards

A guard answers with what is missing; nothing missing, and the move is made.

| From      | Event   | To        | Guard       |
| --------- | ------- | --------- | ----------- |
| \`(new)\`   | \`CLAIM\` | \`claimed\` | \`claimable\` |
| \`claimed\` | \`GRANT\` | \`granted\` | \`endsLater\` |
`)
})

test('a move that stays in its state is drawn', () => {
  expect(chartPage(reviewStage, '')).toContain('  inProgress --> inProgress : REPORT_SIGNED\n')
})
