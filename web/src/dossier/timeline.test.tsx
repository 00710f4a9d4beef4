import { i18n } from '@lingui/core'
import { screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { messages as arabic } from '../locales/ar.po'
import { messages as english } from '../locales/en.po'
import { onStage } from '../stage/stage.tsx'
import { pack } from '../stage/pack.ts'
import { Timeline, type TimelineItem } from './timeline.tsx'

afterEach(() => i18n.loadAndActivate({ locale: 'en', messages: english }))

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

test('who acted is told by name and office; the office of a hidden name stands alone', async () => {
  const entries = [
    entry('submission', 'ACKNOWLEDGE', ''),
    entry('reviewStage', 'REPORT_SIGNED', 'technical', { actor: 'Reviewer', office: 'Reviewer' }),
    entry('submission', 'WITHDRAW', '', { actor: 'Nour Haddad', office: 'Reviewer of letters, Helio Health' }),
    entry('submission', 'TIMEOUT', '', { actor: 'system', office: 'system' }),
  ]
  i18n.loadAndActivate({ locale: 'ar', messages: arabic })
  await onStage(<Timeline entries={entries} pack={pack} />)
  const [acknowledged, reported, withdrawn, ended] = screen.getAllByRole('listitem').map((item) => item.textContent)
  expect(acknowledged).toMatch(/Sana Farouk، مسؤول الفحص الأولي$/)
  expect(reported).toMatch(/ · مراجع$/)
  expect(withdrawn).toMatch(/Nour Haddad، Reviewer of letters, Helio Health$/)
  expect(ended).toMatch(/ · البوابة$/)
})
