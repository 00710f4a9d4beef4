import { describe, expect, test } from 'vitest'
import type { Unmet } from '../kernel/process.ts'
import { sectionProgress, unmetRequirements } from './completeness.ts'
import type { CompletenessFacts } from './completeness.ts'
import { defaultPack } from './default/default-pack.ts'
import { withLabels } from './labels.ts'
import { optionsOf } from './options.ts'
import { localisePack } from './policy-pack.schema.ts'
import { sampleAnswers } from './sample-answers.ts'
import { axesDemanded } from './subgroup-coverage.ts'
import { answersInForce, requiredFields, visibleSections } from './visibility.ts'
import { findField } from './fields.ts'

const today = '2026-01-15'
const sample = (riskClass: 'I' | 'II' | 'III' | 'IV', seed = 1) =>
  sampleAnswers(defaultPack, { riskClass, seed, files: ['d'] })
const row = (cells: object, at = 1) => ({ id: `row0000${at}`, cells })

/** What is unmet when a whole dossier is changed in one place: "code at". */
const unmetWith = (
  change: Record<string, unknown>,
  riskClass: 'I' | 'II' | 'III' | 'IV' = 'II',
  facts: CompletenessFacts = {},
) =>
  unmetRequirements(defaultPack, { ...sample(riskClass), ...change }, { today, ...facts }).map(
    ({ code, at }: Unmet) => `${code} ${at}`,
  )

describe('what is visible and required', () => {
  test('an empty dossier shows twelve sections; three wait for an answer', () => {
    const shown = visibleSections(defaultPack, {}).map(({ section }) => section.id)
    expect(shown).toHaveLength(12)
    expect(['supplyChain', 'dataProtection', 'changeControl'].filter((id) => shown.includes(id))).toEqual([])
    const all = { builtOnUpstream: true, personalDataInUse: true, changePlan: 'plannedChanges' }
    expect(visibleSections(defaultPack, all)).toHaveLength(15)
  })

  test('a field appears with the answer that calls for it', () => {
    const ids = (answers: object) =>
      visibleSections(defaultPack, { ...answers }).flatMap(({ fields }) => fields.map(({ id }) => id))
    expect(ids({ filingCapacity: 'self' })).not.toContain('representative')
    expect(ids({ filingCapacity: 'agent' })).toContain('representative')
    expect(requiredFields(defaultPack, { filingCapacity: 'agent' }).map(({ id }) => id)).toContain('representative')
  })

  test('an answer whose question is hidden no longer counts, nor does what follows from it', () => {
    const answers = { builtOnUpstream: false, adaptationMethods: ['tools', 'retrieval'], riskClass: 'IV', nonsense: 1 }
    expect(answersInForce(defaultPack, answers)).toEqual({ builtOnUpstream: false, riskClass: null })
    const withTools = answersInForce(defaultPack, { ...answers, builtOnUpstream: true, toolUseControls: 'x' })
    expect(withTools).toMatchObject({ adaptationMethods: ['tools', 'retrieval'], toolUseControls: 'x' })
    expect(answersInForce(defaultPack, { ...answers, toolUseControls: 'x' })).not.toHaveProperty('toolUseControls')
  })

  test('a higher class asks for more', () => {
    const numbers = (['I', 'II', 'III', 'IV'] as const).map((each) => requiredFields(defaultPack, sample(each)).length)
    expect(numbers[0]).toBeLessThan(numbers[1] ?? 0)
    expect(requiredFields(defaultPack, sample('II')).map(({ id }) => id)).not.toContain('humanAiTeam')
    expect(requiredFields(defaultPack, sample('III')).map(({ id }) => id)).toContain('humanAiTeam')
  })
})

describe('what keeps a dossier from being sent', () => {
  test('nothing, when it is whole', () => {
    expect(unmetWith({})).toEqual([])
  })

  test('an empty dossier lacks every required field, named with its section', () => {
    const unmet = unmetRequirements(defaultPack, {})
    expect(unmet).toHaveLength(requiredFields(defaultPack, {}).length)
    expect(unmet[0]).toEqual({
      code: 'fieldEnter',
      params: { field: 'applicantLegalName' },
      at: 'applicant/applicantLegalName',
    })
    expect(unmet.map(({ at }) => at)).not.toContain('risk/riskClass')
  })

  test.each([
    ['a text', { plainSummary: '  ' }, ['fieldEnter modelIdentity/plainSummary']],
    ['a choice', { deploymentScale: null }, expect.arrayContaining(['fieldSelect intendedUse/deploymentScale'])],
    ['a file', { humanRightsImpact: [] }, ['fieldAttach ethics/humanRightsImpact']],
    ['a table', { languages: null }, expect.arrayContaining(['fieldAddRow equity/languages'])],
    ['three rows', { hazardTable: [row({ hazard: 'x' })] }, ['fieldAddRows risk/hazardTable']],
    ['a declaration', { declarationAccuracy: false }, ['fieldMustAffirm declarations/declarationAccuracy']],
    [
      'an empty row',
      { affordability: 'x', dataWorkers: [row({ task: 'a' }, 1), row({ task: ' ', people: null }, 2)] },
      ['rowEmpty trainingData/dataWorkers'],
    ],
    [
      'part of a person',
      { safetyContact: { name: 'A', role: '', email: '' } },
      ['personPart postMarket/safetyContact', 'personPart postMarket/safetyContact'],
    ],
    ['a malformed answer', { dataCurrency: '2030-01-01' }, ['answerDateNotPast trainingData/dataCurrency']],
    ['nothing in a hidden section', { upstreamModels: 'rubbish', builtOnUpstream: false }, []],
  ])('%s', (_name, change, wanted) => {
    expect(unmetWith(change)).toEqual(wanted)
  })

  test('a required commitment, where it is required', () => {
    const change = { independentAuditCommitment: false }
    expect(unmetWith(change, 'III')).toEqual(['fieldMustAffirm postMarket/independentAuditCommitment'])
    expect(unmetWith(change, 'I')).toEqual([])
  })

  test('imported answers that nobody has confirmed', () => {
    const importedFields = new Set(['modelName', 'intendedPurpose'])
    expect(unmetWith({}, 'II', { importedFields, confirmedFields: new Set(['modelName']) })).toEqual([
      'fieldUnconfirmed intendedUse/intendedPurpose',
    ])
  })

  test('a file that is still being checked', () => {
    const findDocument = () => ({ mediaType: null, state: 'scanning' as const })
    const unmet = unmetWith({}, 'I', { findDocument })
    expect(unmet).toContain('fileNotChecked ethics/humanRightsImpact')
    expect(unmet.every((each) => each.startsWith('fileNotChecked'))).toBe(true)
  })
})

describe('results by group', () => {
  const result = (axis: string, group: string, at: number) => row({ axis, group, estimate: 0.9, n: 100 }, at)
  const whole = sample('II', 2)
  const axes = axesDemanded(defaultPack, whole).map(({ id }) => id)
  const unmet = (change: object) =>
    unmetRequirements(defaultPack, { ...whole, ...change }, { today }).map(
      ({ code, params }) => `${code} ${params?.['axis'] ?? ''}`,
    )

  test('are demanded on the four fixed axes and on those that the answers call for', () => {
    expect(axes).toEqual(expect.arrayContaining(['ageBand', 'sex', 'raceEthnicity', 'disability', 'careSetting']))
    expect(axes).not.toContain('socioeconomic')
    expect(axesDemanded(defaultPack, sample('I'))).toEqual([])
    const photographs = { ...sample('I'), inputModalities: ['clinicalPhotograph'] }
    expect(axesDemanded(defaultPack, photographs).map(({ id }) => id)).toContain('skinTone')
  })

  test('an axis without result needs a coded reason', () => {
    const withoutGaps = unmet({ subgroupGaps: null })
    expect(withoutGaps).toEqual(['axisUncovered disability'])
    expect(unmet({ subgroupGaps: [row({ axis: 'disability', explanation: 'no reason chosen' })] })).toEqual([
      'axisUncovered disability',
    ])
    expect(unmet({ subgroupGaps: [row({ axis: 'disability', why: 'not collected' })] })).toEqual([])
  })

  test('a reason "not relevant" is explained in words', () => {
    const why = 'not relevant (explain)'
    expect(unmet({ subgroupGaps: [row({ axis: 'disability', why })] })).toEqual(['gapExplanation '])
    expect(unmet({ subgroupGaps: [row({ axis: 'disability', why, explanation: 'Reads no personal data.' })] })).toEqual(
      [],
    )
  })

  test('a row without estimate is no result', () => {
    const rows = [result('sex', 'female', 1), row({ axis: 'ageBand', group: '75+', n: 12 }, 2)]
    const uncovered = unmet({ subgroupMetrics: rows })
    expect(uncovered).toContain('axisUncovered ageBand')
    expect(uncovered).not.toContain('axisUncovered sex')
  })

  test('all axes covered need no list of gaps', () => {
    const rows = [...(whole['subgroupMetrics'] as object[]), { ...result('disability', 'vision', 1), id: 'extra001' }]
    expect(unmet({ subgroupMetrics: rows, subgroupGaps: null })).toEqual([])
  })
})

describe('confidentiality claims', () => {
  const claim = (fieldId: string) => row({ fieldId, reason: 'trade secret', explanation: 'Why.', until: '2028-01-01' })
  test.each([
    ['a public field', [claim('trainingDatasets')], []],
    [
      'what nobody may withhold',
      [claim('subgroupMetrics')],
      ['claimNeverConfidential declarations/confidentialityClaims'],
    ],
    ['what is not published anyway', [claim('auditAccess')], ['claimNotPublic declarations/confidentialityClaims']],
    ['no field', [claim('the price')], ['claimUnknownField declarations/confidentialityClaims']],
    [
      'no reason',
      [row({ fieldId: 'trainingDatasets', until: '2028-01-01', explanation: 'Why.' })],
      ['claimPart declarations/confidentialityClaims'],
    ],
  ])('%s', (_name, confidentialityClaims, wanted) => {
    expect(unmetWith({ confidentialityClaims })).toEqual(wanted)
  })
})

describe('progress by section', () => {
  const of = (answers: object, facts: CompletenessFacts = {}) =>
    Object.fromEntries(
      sectionProgress(defaultPack, { ...answers }, { today, ...facts }).map((each) => [each.section, each]),
    )

  test('from empty to whole', () => {
    expect(of({})['applicant']).toEqual({
      section: 'applicant',
      state: 'notStarted',
      answered: 0,
      required: 7,
      unmet: 7,
      unconfirmed: 0,
    })
    expect(of({})['supplyChain']?.state).toBe('hidden')
    expect(of({ applicantLegalName: 'Helio' })['applicant']).toMatchObject({
      state: 'inProgress',
      answered: 1,
      unmet: 6,
    })
    const whole = Object.values(of(sample('IV')))
    expect(whole.every(({ state, unmet }) => ['completed', 'hidden'].includes(state) && unmet === 0)).toBe(true)
  })

  test('errors and unconfirmed answers are counted', () => {
    expect(of({ ...sample('I'), dataCurrency: 'yesterday' })['trainingData']).toMatchObject({
      state: 'hasErrors',
      unmet: 1,
    })
    const facts = { importedFields: new Set(['modelName']) }
    expect(of(sample('I'), facts)['modelIdentity']).toMatchObject({ state: 'inProgress', unconfirmed: 1 })
  })
})

describe('what can be chosen', () => {
  const subgroup = findField(defaultPack, 'subgroupMetrics')
  const values = (column: string, row: Record<string, unknown>, answers: Record<string, unknown> = {}, agency = {}) => {
    const found = subgroup?.columns?.find((each) => each.id === column)
    return found ? optionsOf(defaultPack, found, answers, row, agency).map(({ value }) => value) : []
  }

  test('axes, and the groups of the axis chosen', () => {
    expect(values('axis', {})).toHaveLength(9)
    expect(values('group', {})).toEqual([])
    expect(values('group', { axis: 'sex' })).toEqual(['female', 'male', 'intersex or other', 'not recorded'])
    expect(values('group', { axis: 'careSetting' }, { careSettings: ['home'] })).toEqual(['home'])
    const languages = [row({ language: 'Arabic' }), row({ language: ' ' }, 2), row({ language: 'Arabic' }, 3)]
    expect(values('group', { axis: 'language' }, { languages })).toEqual(['Arabic'])
  })

  test('the national census list of the agency, else the demonstration list', () => {
    expect(values('group', { axis: 'raceEthnicity' })).toContain('Group A')
    const own = { raceEthnicity: [{ value: 'north', label: { en: 'North', fr: 'Nord', ar: 'الشمال' } }] }
    expect(values('group', { axis: 'raceEthnicity' }, {}, own)).toEqual(['north'])
  })

  test('labels come in the language of the pack', () => {
    const french = localisePack(defaultPack, 'fr')
    const category = findField(french, 'categorySafeguards')?.columns?.find((each) => each.id === 'category')
    const [first] = category ? optionsOf(french, category, {}) : []
    expect(first).toEqual({ value: 'diagnosisClinicalCare', label: french.vocabularies.useCategories[0]?.label })
    const language = { id: 'group', label: 'x', type: 'select' as const, optionsFrom: 'groupsOfAxis' as const }
    const answers = { languages: [row({ language: 'Arabic' })] }
    expect(optionsOf(french, language, answers, { axis: 'language' })).toEqual([{ value: 'Arabic', label: 'Arabic' }])
  })
})

test('messages get the words of the reader', () => {
  const pack = localisePack(defaultPack, 'en')
  const params = { field: 'evaluationDatasets', column: 'n', row: 2, min: 0 }
  expect(withLabels(pack, params)).toEqual({ ...params, fieldLabel: 'Evaluation datasets', label: 'People or cases' })
  expect(withLabels(pack, { field: 'subgroupGaps', axis: 'disability' })).toMatchObject({
    axisLabel: 'Disability',
    label: 'Groups without results',
  })
  expect(withLabels(pack, { field: 'gone' })).toMatchObject({ label: 'gone' })
})
