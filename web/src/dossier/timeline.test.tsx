import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { onStage } from '../stage/stage.tsx'
import { pack } from '../stage/pack.ts'
import { Timeline, type TimelineItem } from './timeline.tsx'

const entry = (process: string, event: string, subjectLabel: string, more: Partial<TimelineItem> = {}) => ({
  id: `${process} ${event}`,
  at: '2026-09-02T09:00:00Z',
  process,
  event,
  actor: 'Sana Farouk',
  office: 'Screening officer',
  reason: null,
  subjectLabel,
  ...more,
})

test.each([
  ['reviewStage', 'OPEN', 'post-market', 'Review stage opened – After release'],
  ['reviewerAssignment', 'PROPOSE', 'technical', 'Reviewer proposed – Technical'],
  ['confidentialityClaim', 'CLAIM', 'operatingLogic', 'Confidentiality claimed – How it works, briefly'],
  ['decision', 'START', 'registration', 'Decision drafting begun – First registration'],
  ['approval', 'GRANTED', 'LMM-2026-00002', 'Approval granted – LMM-2026-00002'],
  ['informationRequest', 'ANSWER', '{1}', 'Request answered and signed – {1}'],
  ['submission', 'ACKNOWLEDGE', '', 'Receipt acknowledged'],
  // A decision of a kind that this version has no word for.
  ['decision', 'SIGN', 'stage {x', 'Decision signed – stage {x'],
])('%s %s of “%s” is told as “%s”', async (process, event, label, told) => {
  await onStage(<Timeline entries={[entry(process, event, label)]} pack={pack} />)
  expect(screen.getByRole('listitem')).toHaveTextContent(told)
})
