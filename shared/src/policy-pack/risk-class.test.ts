import { describe, expect, test } from 'vitest'
import { defaultPack } from './default/default-pack.ts'
import { classify } from './risk-class.ts'

/** Worked examples that the regulator published with the rule. */
const examples = [
  {
    name: 'Ward note writer, checked by clinician',
    answers: {
      informationSignificance: 'noClinicalRole',
      conditionSeverity: 'notApplicable',
      humanReviewBeforeEffect: 'always',
      vulnerableGroups: ['none'],
      openEndedOutput: false,
      timeCritical: false,
      changePlan: 'locked',
      patientFacing: false,
      deploymentScale: '10kTo100k',
    },
    expect: { base: 'I', uplifts: [], floors: [], riskClass: 'I' },
  },
  {
    name: 'Chest radiograph report drafter, radiologist signs',
    answers: {
      informationSignificance: 'driveManagement',
      conditionSeverity: 'serious',
      humanReviewBeforeEffect: 'always',
      vulnerableGroups: ['none'],
      openEndedOutput: false,
      timeCritical: false,
      changePlan: 'locked',
      patientFacing: false,
      deploymentScale: '100kTo1m',
    },
    expect: { base: 'II', uplifts: [], floors: [], riskClass: 'II' },
  },
  {
    name: 'Skin lesion app for the public',
    answers: {
      informationSignificance: 'driveManagement',
      conditionSeverity: 'serious',
      humanReviewBeforeEffect: 'never',
      vulnerableGroups: ['none'],
      openEndedOutput: false,
      timeCritical: false,
      changePlan: 'plannedChanges',
      patientFacing: true,
      deploymentScale: 'over1m',
    },
    expect: { base: 'II', uplifts: ['U1', 'U2'], floors: ['F1', 'F4'], riskClass: 'IV' },
  },
  {
    name: 'Symptom chatbot, non-serious, open questions',
    answers: {
      informationSignificance: 'informManagement',
      conditionSeverity: 'nonSerious',
      humanReviewBeforeEffect: 'never',
      vulnerableGroups: ['none'],
      openEndedOutput: true,
      timeCritical: false,
      changePlan: 'locked',
      patientFacing: true,
      deploymentScale: '10kTo100k',
    },
    expect: { base: 'I', uplifts: ['U1', 'U2', 'U4'], floors: ['F3'], riskClass: 'III' },
  },
  {
    name: 'Stroke CT triage, specialist checks every case',
    answers: {
      informationSignificance: 'driveManagement',
      conditionSeverity: 'critical',
      humanReviewBeforeEffect: 'always',
      vulnerableGroups: ['none'],
      openEndedOutput: false,
      timeCritical: true,
      changePlan: 'locked',
      patientFacing: false,
      deploymentScale: '10kTo100k',
    },
    expect: { base: 'III', uplifts: [], floors: [], riskClass: 'III' },
  },
  {
    name: 'Simulated patient for nursing students',
    answers: {
      informationSignificance: 'noClinicalRole',
      conditionSeverity: 'notApplicable',
      humanReviewBeforeEffect: 'never',
      vulnerableGroups: ['none'],
      openEndedOutput: true,
      timeCritical: false,
      changePlan: 'locked',
      patientFacing: false,
      deploymentScale: 'under10k',
    },
    expect: { base: 'I', uplifts: ['U2', 'U4'], floors: [], riskClass: 'I' },
  },
  {
    name: 'Mental-health companion for adolescents',
    answers: {
      informationSignificance: 'informManagement',
      conditionSeverity: 'serious',
      humanReviewBeforeEffect: 'sometimes',
      vulnerableGroups: ['children', 'mentalHealthCrisis'],
      openEndedOutput: true,
      timeCritical: false,
      changePlan: 'learnsInUse',
      patientFacing: true,
      deploymentScale: '100kTo1m',
    },
    expect: { base: 'I', uplifts: ['U1', 'U2', 'U3', 'U4', 'U5'], floors: ['F2', 'F3'], riskClass: 'IV' },
  },
  {
    name: 'Sepsis treatment recommender for intensive care',
    answers: {
      informationSignificance: 'treatOrDiagnose',
      conditionSeverity: 'critical',
      humanReviewBeforeEffect: 'always',
      vulnerableGroups: ['none'],
      openEndedOutput: false,
      timeCritical: true,
      changePlan: 'locked',
      patientFacing: false,
      deploymentScale: 'under10k',
    },
    expect: { base: 'IV', uplifts: [], floors: [], riskClass: 'IV' },
  },
  {
    name: 'Antenatal adviser used by community midwives',
    answers: {
      informationSignificance: 'driveManagement',
      conditionSeverity: 'serious',
      humanReviewBeforeEffect: 'always',
      vulnerableGroups: ['pregnant'],
      openEndedOutput: false,
      timeCritical: false,
      changePlan: 'locked',
      patientFacing: false,
      deploymentScale: '10kTo100k',
    },
    expect: { base: 'II', uplifts: ['U3'], floors: [], riskClass: 'III' },
  },
]

describe('the class of a model', () => {
  test.each(examples)('$name', ({ answers, expect: wanted }) => {
    const { steps, missing, ...result } = classify(defaultPack, answers)
    expect(result).toEqual(wanted)
    expect(missing).toEqual([])
    expect(steps.at(-1)?.riskClass).toBe(wanted.riskClass)
  })

  test('every step of the rule is shown, whether it holds or not', () => {
    const { steps } = classify(defaultPack, examples[2]?.answers ?? {})
    expect(steps.map(({ id, holds, riskClass }) => `${id} ${holds ? 'holds' : 'no'} ${riskClass}`)).toEqual([
      'base holds II',
      'U1 holds II',
      'U2 holds II',
      'U3 no II',
      'U4 no II',
      'U5 no II',
      'raise holds III',
      'F1 holds IV',
      'F2 no IV',
      'F3 no IV',
      'F4 holds IV',
      'cap no IV',
    ])
    expect(steps[0]?.label).toMatchObject({ en: 'Look up the base class.' })
  })

  test('an output without clinical role is not raised, however many uplifts hold', () => {
    const { steps, uplifts } = classify(defaultPack, examples[5]?.answers ?? {})
    expect(uplifts).toEqual(['U2', 'U4'])
    expect(steps.find((step) => step.id === 'raise')).toMatchObject({ holds: false, riskClass: 'I' })
  })

  test('without all inputs there is no class, and the missing ones are named', () => {
    const answers = { ...examples[0]?.answers, patientFacing: null, vulnerableGroups: [] }
    const { riskClass, base, missing } = classify(defaultPack, answers)
    expect({ riskClass, base, missing }).toEqual({
      riskClass: null,
      base: 'I',
      missing: ['vulnerableGroups', 'patientFacing'],
    })
    expect(classify(defaultPack, {})).toMatchObject({ riskClass: null, base: null, steps: [] })
    expect(classify(defaultPack, {}).missing).toHaveLength(9)
  })

  test('values that are names of object properties decide nothing', () => {
    const answers = { ...examples[0]?.answers, conditionSeverity: '__proto__', informationSignificance: 'constructor' }
    expect(classify(defaultPack, answers)).toMatchObject({ riskClass: null, base: null })
  })
})
