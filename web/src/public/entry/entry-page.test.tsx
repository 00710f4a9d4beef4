import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { localisePack } from '@placet/shared/policy-pack/policy-pack.schema'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { PublicPackDocument } from './entry-page.generated.ts'
import { Entry } from './entry-page.tsx'

type Page = Parameters<typeof Entry>[0]['page']
const pack = localisePack(defaultPack, 'en')
/** An earlier version, which had other words for the same use. */
const olderPack = {
  ...pack,
  sections: pack.sections.map((section) => ({
    ...section,
    fields: section.fields.map((each) =>
      each.id === 'intendedUsers'
        ? { ...each, options: each.options?.map((option) => ({ ...option, label: `${option.label} of old` })) }
        : each,
    ),
  })),
}

const field = (
  section: string,
  id: string,
  label: string,
  type: string,
  value: unknown,
  withheld: string | null = null,
) => ({
  __typename: 'PublishedField' as const,
  section,
  field: id,
  label,
  type,
  value,
  withheld,
})

const group = (name: string, estimate: number | null, more: object = {}) => ({
  __typename: 'GroupResult' as const,
  axis: 'ageBand',
  group: name,
  metric: 'sensitivity',
  dataset: null,
  n: 400,
  nText: '400',
  estimate,
  low: estimate === null ? null : estimate - 0.02,
  high: estimate === null ? null : estimate + 0.02,
  gap: null,
  suppressed: false,
  ...more,
})

const page: Page = {
  __typename: 'RegisterEntryPage',
  packId: 'pack',
  entry: {
    __typename: 'RegisterEntry',
    no: 'LMM-2026-00001',
    modelName: 'WardNote',
    modelVersion: '3.1',
    developer: 'Helio Health',
    status: 'approvedWithConditions',
    riskClass: 'III',
    summary: 'Drafts a short summary of a ward note.',
    decidedAt: '2026-05-03',
    validUntil: '2030-05-02',
  },
  fields: [
    field('intendedUse', 'intendedUsers', 'Who uses it', 'multiSelect', ['nurse']),
    field('intendedUse', 'excludedUses', 'Not for', 'longText', 'Emergency triage.'),
    field('ethics', 'humanRightsImpact', 'Human rights', 'file', [{ name: 'impact.pdf', sha256: 'cd'.repeat(32) }]),
    field('modelIdentity', 'operatingLogic', 'How it works', 'longText', null, 'confidential'),
  ],
  groupResults: [group('18-39', 0.92), group('75+', 0.86), group('0-4', null, { suppressed: true, nText: '<10' })],
  headline: [group('all', 0.91, { axis: 'all' })],
  decision: {
    __typename: 'RegisterDecision',
    outcome: 'approveWithConditions',
    reasons: 'The evidence holds.',
    summary: 'May be used by nurses.',
    decidedAt: '2026-05-03T10:00:00Z',
    signedBy: [
      {
        __typename: 'PublicSignature',
        meaning: 'approved',
        office: 'Decision maker',
        name: 'Amal Said',
        at: '2026-05-03T09:00:00Z',
        proofKind: 'passkey',
      },
    ],
    conditions: [
      { __typename: 'Condition', id: '1', text: 'Audit by age', dueAt: '2026-12-01', evidence: 'A table by age band' },
    ],
    recommendations: [
      {
        __typename: 'StageRecommendation',
        stage: 'clinical',
        recommendation: 'approve',
        dissent: 'Too few old people.',
      },
    ],
    notAvailable: ['An advisory panel'],
    stepsOfClass: [
      { __typename: 'ClassificationStep', id: 'base', label: 'Look up the base class.', holds: true, riskClass: 'II' },
      { __typename: 'ClassificationStep', id: 'U3', label: 'Special protection', holds: true, riskClass: 'III' },
      { __typename: 'ClassificationStep', id: 'cap', label: 'Cap at IV.', holds: false, riskClass: 'III' },
    ],
    recordHash: 'ab'.repeat(32),
    logIndex: 48,
  },
  demonstration: true,
} as Page

const packOf = (id: string, document: object) => ({ __typename: 'PolicyPack' as const, id, version: id, document })
const show = (changes: Partial<Page> = {}) =>
  onStage(<Entry page={{ ...page, ...changes }} inForce={packOf('pack', pack)} />, {
    answers: [
      {
        request: { query: PublicPackDocument, variables: { id: 'older', lang: 'en' } },
        result: { data: { policyPack: packOf('older', olderPack) } },
      },
    ],
  })

test('the label has the same rows in the same order, and says what is not reported', async () => {
  const rows = [
    'For',
    'Not for',
    'Takes in',
    'Gives out',
    'Human check',
    'Tested on',
    'Finds a condition when it is there (sensitivity)',
    'Clears when there is none (specificity)',
    'Wrong or invented statements',
    'Weakest group',
    'Languages',
    'Data to',
    'Version',
  ]
  const full = await show()
  const label = () => within(screen.getByRole('region', { name: 'Model facts' }))
  expect(
    label()
      .getAllByRole('term')
      .map((term) => term.textContent),
  ).toEqual(rows)
  const values = label()
    .getAllByRole('definition')
    .map((value) => value.textContent)
  expect(values[1]).toBe('Emergency triage.')
  expect(values[6]).toBe('0.91')
  expect(values[9]).toMatch(/^75\+: 0\.86 \(sensitivity\)$/i)
  expect(values.filter((value) => value === 'Not reported')).toHaveLength(8)
  full.unmount()

  await show({ fields: [], groupResults: [], headline: [] })
  expect(
    label()
      .getAllByRole('term')
      .map((term) => term.textContent),
  ).toEqual(rows)
  expect(label().getAllByText('Not reported')).toHaveLength(12)
})

test('results by group begin with the weakest, say how far behind it is, and stand in a table too', async () => {
  await show()
  expect(await screen.findByRole('figure')).toHaveAccessibleName(/^Sensitivity: weakest for Age band: .75\+., 0\.86$/)
  const rows = within(await screen.findByRole('table', { hidden: true })).getAllByRole('row', { hidden: true })
  expect(rows[1]).toHaveTextContent(/75.*Worse than overall by 0\.05/)
  // A range does not turn round in Arabic: it is kept apart from the words before it.
  expect(rows[1]).toHaveTextContent('Age band: \u206875+\u2069')
  expect(rows[3]).toHaveTextContent(/fewer than 10.*Not shown: the group is too small/)
})

test('an entry speaks the words of the pack that it was decided under', async () => {
  await show({ packId: 'older' })
  expect(await screen.findAllByText(/nurse.* of old/i)).not.toHaveLength(0)
})

test('what is held back says why, and is not taken for missing', async () => {
  await show()
  expect(await screen.findByText('Held back as confidential')).toBeInTheDocument()
  expect(screen.getByText('impact.pdf')).toBeInTheDocument()
})

test('a decision of the demonstration says that it is not valid', async () => {
  const demonstration = await show()
  expect(screen.getByRole('note')).toHaveTextContent('Demonstration, not valid')
  demonstration.unmount()
  await show({ demonstration: false })
  expect(screen.queryByRole('note')).toBeNull()
})

test('the decision shows conditions, advice with dissent, the steps of the class, who signed, and the record', async () => {
  await show()
  const decision = screen.getByRole('region', { name: 'Decision' })
  expect(decision).toHaveTextContent('Audit by age')
  expect(decision).toHaveTextContent('Due on 1 December 2026')
  expect(decision).toHaveTextContent('One reviewer disagreed: Too few old people.')
  expect(decision).toHaveTextContent(
    'Base class, by how serious the condition is and how much the information matters – Class II',
  )
  expect(decision).toHaveTextContent('Not above the highest class that these rules know – Class III')
  expect(decision).not.toHaveTextContent(/Look up|Cap at/)
  expect(decision).toHaveTextContent('Special protection: applies – Class III')
  expect(decision).toHaveTextContent('approved – Amal Said, Decision maker, 3 May 2026')
  expect(decision).toHaveTextContent('proven by passkey')
  expect(decision).toHaveTextContent('An advisory panel')
  expect(decision).toHaveTextContent('ab'.repeat(32))
  expect(decision).toHaveTextContent('48')
})
