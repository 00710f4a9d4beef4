import * as z from 'zod/mini'
import { earlierUploadLimits, UploadLimits } from './upload-limits.ts'

/**
 * One policy pack: the regulator's rules as data. Two schemas of the same shape: `PolicyPack` carries every text a
 * person reads in all languages, `LocalPack` in one. The functions of this folder read either.
 */

export const languages = ['en', 'fr', 'ar'] as const
export type Lang = (typeof languages)[number]

const sentence = z.string().check(z.minLength(1), z.maxLength(4000))
const id = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9-]{0,59}$/))
const count = z.int().check(z.nonnegative())

/** A text that a person reads, in every language of the portal. */
export const Text = z.strictObject({ en: sentence, fr: sentence, ar: sentence })
export type Text = z.infer<typeof Text>

export const riskClasses = ['I', 'II', 'III', 'IV'] as const
export const RiskClass = z.enum(riskClasses)
export type RiskClass = z.infer<typeof RiskClass>

export const fieldTypes = [
  'text',
  'longText',
  'select',
  'multiSelect',
  'number',
  'percent',
  'date',
  'boolean',
  'table',
  'file',
  'url',
  'person',
  'metricTable',
] as const
export type FieldType = (typeof fieldTypes)[number]

/** A condition over answers; `derived` names a condition of `vocabularies.derived`. Read by `holds`. */
export type Condition =
  | { field: string; equals: string | number | boolean }
  | { field: string; includes: string }
  | { derived: string }
  | { anyOf: Condition[] }
  | { allOf: Condition[] }
  | { not: Condition }

export const Condition: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ field: id, equals: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({ field: id, includes: z.string() }),
    z.strictObject({ derived: id }),
    z.strictObject({ anyOf: z.array(Condition).check(z.minLength(1)) }),
    z.strictObject({ allOf: z.array(Condition).check(z.minLength(1)) }),
    z.strictObject({ not: Condition }),
  ]),
)

const optionSources = ['subgroupAxes', 'groupsOfAxis', 'useCategories', 'agency.raceEthnicity'] as const
const OptionSource = z.enum(optionSources)

/** Limits of one value. `dateMust` compares with the agency's today; `min` and `max` are inclusive. */
const limits = {
  maxLength: z.optional(z.int().check(z.positive(), z.maximum(20_000))),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  integer: z.optional(z.boolean()),
  dateMust: z.optional(z.enum(['past', 'future'])),
  accept: z.optional(z.string()),
}

const optionOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({ value: z.string().check(z.minLength(1), z.maxLength(200)), label: text })

const columnOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id,
    label: text,
    type: z.enum(['text', 'longText', 'select', 'multiSelect', 'number', 'percent', 'date', 'boolean', 'file', 'url']),
    options: z.optional(z.array(optionOf(text))),
    optionsFrom: z.optional(OptionSource),
    /** A text's proposals: what stands in this column of another answer's table. Other words may be written all the same. */
    suggestionsFrom: z.optional(z.strictObject({ field: id, column: id })),
    /** Worked out by the portal; an answer may not carry it. */
    computed: z.optional(z.boolean()),
    ...limits,
  })

const fieldOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id,
    label: text,
    help: text,
    type: z.enum(fieldTypes),
    required: z.boolean(),
    requiredWhen: z.optional(Condition),
    /** Caption beside the label; the rule itself is `required` or `requiredWhen`. */
    requiredNote: z.optional(text),
    visibleWhen: z.optional(Condition),
    public: z.boolean(),
    options: z.optional(z.array(optionOf(text))),
    optionsFrom: z.optional(OptionSource),
    columns: z.optional(z.array(columnOf(text))),
    /** Least rows of a required table: 1 when absent; 0 means that other rules demand its rows. */
    minRows: z.optional(count),
    axes: z.optional(z.literal('subgroupAxes')),
    suggestedMetrics: z.optional(z.array(optionOf(text))),
    mustBe: z.optional(z.boolean()),
    computed: z.optional(z.boolean()),
    readOnly: z.optional(z.boolean()),
    mapsTo: z.array(z.string()),
    ...limits,
  })

const sectionOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id,
    title: text,
    intro: text,
    visibleWhen: z.optional(Condition),
    reviewStages: z.array(id),
    fields: z.array(fieldOf(text)).check(z.minLength(1)),
  })

/** Where the groups of an axis come from: the pack, the agency's census list, or another answer of the dossier. */
const groupsOf = <T extends z.ZodMiniType>(text: T) =>
  z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('pack'), values: z.array(optionOf(text)).check(z.minLength(1)) }),
    z.strictObject({ from: z.literal('agency.raceEthnicity'), demo: z.array(optionOf(text)).check(z.minLength(1)) }),
    z.strictObject({ from: z.literal('field'), field: id, column: z.optional(id) }),
  ])

const axisOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id,
    label: text,
    groups: groupsOf(text),
    mode: z.enum(['always', 'conditional', 'optional']),
    requiredWhen: z.optional(Condition),
    note: text,
  })

const vocabulariesOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    subgroupAxes: z.array(axisOf(text)),
    smallCellRule: z.strictObject({ suppressBelow: count, note: text }),
    metricRowRule: text,
    derived: z.record(id, Condition),
    useCategories: z.array(z.strictObject({ id, label: text, example: text, mainRisks: z.array(id) })),
    risks: z.array(z.strictObject({ id, label: text, to: text })),
    principles: z.array(z.strictObject({ id, label: text })),
    phases: z.array(z.strictObject({ id, label: text, who: text, risks: z.array(id) })),
    actors: z.array(z.strictObject({ id, label: text })),
    reviewAnswers: z.array(optionOf(text)),
  })

const riskClassificationOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    ruleVersion: z.string(),
    inputs: z.array(id),
    /** conditionSeverity → informationSignificance → class */
    baseMatrix: z.record(z.string(), z.record(z.string(), RiskClass)),
    uplifts: z.array(z.strictObject({ id, label: text, when: Condition })),
    upliftSteps: z.array(z.strictObject({ triggersAtLeast: z.int(), raiseBy: z.int() })),
    upliftAppliesWhen: Condition,
    floors: z.array(z.strictObject({ id, label: text, when: Condition, atLeast: RiskClass })),
    cap: RiskClass,
    /** The rule in words, in order; the steps of a classification are labelled from here. */
    algorithm: z.array(z.strictObject({ step: z.enum(['base', 'raise', 'floors', 'cap', 'show']), text })),
  })

const classOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id: RiskClass,
    label: text,
    reviewStages: z.array(id),
    /** Stages that this class has only where the condition holds. */
    conditionalStages: z.optional(z.array(z.strictObject({ stage: id, when: Condition, note: text }))),
    advisoryPanel: z.optional(z.boolean()),
    publicComment: z.optional(z.boolean()),
    targetReviewDays: count,
    validityMonths: count,
    periodicReportMonths: count,
    auditEveryMonths: count,
    /** Value of `deploymentScale` from which this class owes audits; absent: always. */
    auditOnlyWhenScaleAtLeast: z.optional(z.string()),
    minReviewersPerStage: count,
    clinicalReviewers: z.optional(count),
    signatures: z.strictObject({ approve: z.int(), otherwise: z.int() }),
    dispatchDelayMinutes: count,
  })

const recommendationOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id,
    phase: id,
    actors: z.array(id),
    title: text,
    statement: text,
    risk: id,
    evidence: z.nullable(text),
    /** What the portal itself does for it, for the duties of governments. */
    portalDuty: z.nullable(text),
    reviewStage: id,
    reviewQuestion: text,
    dossierFields: z.array(id),
    splitGroup: z.nullable(id),
    askAt: z.enum(['review', 'afterRelease', 'agencySelf']),
    classes: z.array(RiskClass),
  })

const questionOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id,
    stage: id,
    question: text,
    answers: z.array(z.string()),
    fields: z.array(id),
    classes: z.array(RiskClass),
    mapsTo: z.array(z.string()),
  })

const clockBearers = ['agency', 'applicant', 'reviewer', 'decisionMaker', 'appealPanel', 'holder'] as const

const clockOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    id,
    machine: z.string(),
    label: text,
    binds: z.enum(clockBearers),
    bindsLabel: text,
    days: z.optional(count),
    businessDays: z.optional(z.boolean()),
    extendableBy: z.optional(count),
    maxTotal: z.optional(count),
    shareOfReviewClock: z.optional(z.number().check(z.positive(), z.maximum(1))),
    daysAfterBreach: z.optional(count),
    daysBefore: z.optional(count),
    daysPerCondition: z.optional(z.boolean()),
    defaultDays: z.optional(count),
    max: z.optional(count),
    monthsByClass: z.optional(z.strictObject({ I: count, II: count, III: count, IV: count })),
    firstAfterMonths: z.optional(count),
    stopsOn: z.optional(z.array(z.string())),
    starts: z.optional(text),
    onBreach: z.optional(text),
    effect: z.optional(text),
    onlyWhen: z.optional(text),
    with: z.optional(text),
    precedent: text,
  })

const stageOf = <T extends z.ZodMiniType>(text: T) => z.strictObject({ key: id, label: text, leadRole: id })

const packOf = <T extends z.ZodMiniType>(text: T) =>
  z.strictObject({
    schemaVersion: z.literal('1.0.0'),
    id,
    version: z.string().check(z.regex(/^\d{4}-\d{1,4}$/)),
    title: text,
    vocabularies: vocabulariesOf(text),
    riskClassification: riskClassificationOf(text),
    classes: z.array(classOf(text)),
    sections: z.array(sectionOf(text)),
    stages: z.array(stageOf(text)),
    reviewQuestions: z.array(questionOf(text)),
    whoRecommendations: z.array(recommendationOf(text)),
    clocksNote: text,
    clocks: z.array(clockOf(text)),
    uploads: z._default(UploadLimits, earlierUploadLimits),
    neverConfidential: z.array(id),
    portalGenerated: z.array(z.strictObject({ id, label: text, help: text, mapsTo: z.array(z.string()) })),
    /** When a decision takes the class's `signatures.otherwise` instead of `signatures.approve`. */
    signatures: z.strictObject({
      otherwiseForOutcomes: z.array(z.string()),
      otherwiseForKinds: z.array(z.string()),
      otherwiseWhenDeparting: z.boolean(),
    }),
  })

export const PolicyPack = packOf(Text)
export type PolicyPack = z.infer<typeof PolicyPack>
export const LocalPack = packOf(sentence)
export type LocalPack = z.infer<typeof LocalPack>

/** What the pure functions accept: they read rules, not texts. */
export type AnyPack = PolicyPack | LocalPack
export type PackSection<P extends AnyPack = AnyPack> = P['sections'][number]
export type PackField<P extends AnyPack = AnyPack> = PackSection<P>['fields'][number]
export type PackColumn<P extends AnyPack = AnyPack> = NonNullable<PackField<P>['columns']>[number]
export type PackOption<P extends AnyPack = AnyPack> = NonNullable<PackField<P>['options']>[number]
/** A text of the pack: all languages in a `PolicyPack`, one in a `LocalPack`. */
export type PackText<P extends AnyPack = AnyPack> = P['title']
export type PackAxis<P extends AnyPack = AnyPack> = P['vocabularies']['subgroupAxes'][number]
export type PackClass<P extends AnyPack = AnyPack> = P['classes'][number]
export type PackClock<P extends AnyPack = AnyPack> = P['clocks'][number]

/** Field id → value by field type (see answer.ts); an unanswered field is absent or null. */
export type Answers = Readonly<Record<string, unknown>>
