import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { localisePack } from '@placet/shared/policy-pack/policy-pack.schema'

/** Objects as the API gives them, for tests: whole by default, changed where a test is about it. */

type Parts = Readonly<Record<string, unknown>>

export const packRoot = { policyPack: { id: 'pack', version: '2026-1', document: localisePack(defaultPack, 'en') } }

export const person = (id: string, name: string, office = 'Office'): Parts => ({ id, name, office })

export const me = {
  id: 'me',
  name: 'Mariam Okafor',
  email: 'manager@agency.example',
  office: 'Case manager',
  organisation: null,
  roles: ['caseManager', 'screeningOfficer', 'stageLead', 'reviewer', 'decisionMaker', 'integrityOfficer'],
}

export const allowed = (...events: string[]): Parts[] => events.map((event) => ({ event, allowed: true, because: [] }))

export const forbidden = (event: string, ...messages: string[]): Parts => ({
  event,
  allowed: false,
  because: messages.map((message) => ({ code: 'because', message, at: null })),
})

export const queueRow = (parts: Parts = {}): Parts => ({
  id: 's1',
  reference: 'C-AAAA1111',
  modelName: 'RadioLens XL',
  modelVersion: '3.1',
  organisationName: 'Helio Health',
  riskClass: 'III',
  state: 'screening',
  submittedAt: '2026-09-01T08:00:00Z',
  dueAt: '2026-12-01T00:00:00Z',
  paused: false,
  overdue: false,
  daysLeft: 3,
  assignedTo: 'Sana Farouk',
  recused: false,
  leaveAwaited: false,
  ...parts,
})

export const connection = (nodes: readonly Parts[], parts: Parts = {}): Parts => ({
  edges: nodes.map((node, index) => ({ cursor: String(index + 1), node })),
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: '1', endCursor: String(nodes.length) },
  total: nodes.length,
  totalIsExact: true,
  ...parts,
})

export const submission = (parts: Parts = {}): Parts => ({
  id: 's1',
  version: 4,
  state: 'inReview',
  reference: 'C-AAAA1111',
  modelName: 'RadioLens XL',
  modelVersion: '3.1',
  organisation: { id: 'o1', name: 'Helio Health', verified: true },
  riskClass: 'III',
  classification: {
    riskClass: 'III',
    base: 'II',
    uplifts: [],
    floors: [],
    missing: [],
    steps: [
      { id: 'base', label: 'Look up the base class.', holds: true, riskClass: 'II' },
      { id: 'F1', label: 'Serious condition, drives management', holds: true, riskClass: 'III' },
    ],
  },
  packId: 'pack',
  packVersion: '2026-1',
  createdAt: '2026-08-01T00:00:00Z',
  submittedAt: '2026-09-01T08:00:00Z',
  decidedAt: null,
  readings: null,
  nextStep: 'review',
  waitingOn: 'agency',
  dueAt: '2027-02-20T00:00:00Z',
  dueClock: 'reviewIII',
  paused: false,
  permits: [],
  answers: [
    {
      field: 'applicantLegalName',
      value: 'Helio Health Ltd',
      version: 1,
      source: 'typed',
      sourceNote: null,
      confirmed: true,
      changedBy: null,
      changedAt: '2026-09-01T08:00:00Z',
    },
  ],
  sections: [],
  unmet: [],
  documents: [
    {
      id: 'doc1',
      name: 'validation.pdf',
      size: 1_800_000,
      sha256: '9f86d081884c7d65',
      mediaType: 'application/pdf',
      state: 'clean',
      rejection: null,
      uploadedAt: '2026-08-30T10:00:00Z',
      uploadedBy: 'Omar Aziz',
    },
  ],
  clocks: [
    {
      id: 'clock1',
      clock: 'reviewIII',
      label: 'Review, Class III',
      binds: 'agency',
      subjectId: 's1',
      startedAt: '2026-09-10T00:00:00Z',
      stoppedAt: null,
      dueAt: '2027-02-20T00:00:00Z',
      paused: false,
      overdue: false,
      daysLeft: 91,
      unit: 'days',
      segments: [
        { from: '2026-09-11', to: '2026-10-20', days: 40, kind: 'counted', reason: '' },
        { from: '2026-10-21', to: '2026-11-02', days: 13, kind: 'paused', reason: 'Request 1' },
        { from: '2026-11-03', to: '2027-02-20', days: 110, kind: 'counted', reason: '' },
      ],
    },
  ],
  timeline: connection([
    {
      id: 't1',
      at: '2026-09-02T09:00:00Z',
      process: 'submission',
      event: 'ACKNOWLEDGE',
      fromState: 'submitted',
      toState: 'screening',
      actor: 'Sana Farouk',
      office: 'Screening officer',
      reason: null,
      subjectLabel: '',
    },
  ]),
  manager: person('mo', 'Mariam Okafor'),
  parts: [{ person: person('sf', 'Sana Farouk'), part: 'screener' }],
  stages: [],
  informationRequests: [],
  decisions: [],
  approval: null,
  claims: [],
  screening: {
    version: 1,
    answers: [],
    citations: [],
    classConfirmed: null,
    classReason: null,
    automaticChecks: [{ code: 'digest', passed: false, message: 'The identifier has no digest', at: null }],
  },
  citations: [],
  notAvailable: [],
  registerNo: null,
  signatures: [],
  receipt: null,
  recused: false,
  ...parts,
})

export const assignment = (parts: Parts = {}): Parts => ({
  id: 'a1',
  version: 1,
  state: 'declaring',
  reviewer: person('me', 'Mariam Okafor'),
  stageKey: 'clinical',
  stageId: null,
  submissionId: null,
  reference: 'C-AAAA1111',
  namesToDeclare: {
    applicant: 'Helio Health',
    model: 'RadioLens XL 3.1',
    upstreamDevelopers: ['Aurora Models'],
    funders: 'Northern Fund',
  },
  declaration: null,
  challenge: null,
  permits: allowed('OPEN', 'DECLARE_NO_INTEREST', 'DECLARE_INTEREST', 'DECLINE', 'CLEAR_WITH_REASON', 'RECUSE'),
  dueAt: '2026-11-28T00:00:00Z',
  proposedAt: '2026-11-20T00:00:00Z',
  ...parts,
})

export const report = (parts: Parts = {}): Parts => ({
  id: 'r1',
  version: 1,
  reviewer: person('me', 'Mariam Okafor'),
  mine: true,
  signedAt: null,
  answers: [],
  recommendation: null,
  summary: '',
  dissent: null,
  unmet: [],
  ...parts,
})

export const stage = (parts: Parts = {}): Parts => ({
  id: 'st1',
  version: 3,
  state: 'inProgress',
  stage: 'clinical',
  lead: person('lead', 'Lars Lind'),
  reviewersNeeded: 2,
  dueAt: '2026-12-20T00:00:00Z',
  permits: allowed('REPORT_SIGNED', 'LEAD_SIGNS', 'RETURN_FOR_WORK', 'REOPEN'),
  assignments: [],
  questions: [
    { id: 'Q1', text: 'Is the validation external?', fields: ['intendedPurpose'], who: null, evidence: null },
    { id: 'Q2', text: 'Is the comparator present care?', fields: [], who: null, evidence: null },
  ],
  reports: [report()],
  reconciliation: [],
  recommendation: null,
  ...parts,
})

export const request = (parts: Parts = {}): Parts => ({
  id: 'ir1',
  version: 2,
  state: 'answered',
  number: 1,
  submissionId: 's1',
  questions: [
    {
      id: 'rq1',
      stage: 'clinical',
      field: 'intendedPurpose',
      question: 'Which patients were left out?',
      reason: 'Not stated.',
      satisfiedBy: 'A table.',
      answer: 'None.',
      answeredVersion: 1,
      complete: null,
      judgement: null,
      takenBack: null,
    },
  ],
  dueAt: '2026-12-01T00:00:00Z',
  issuedAt: '2026-10-21T00:00:00Z',
  answeredAt: '2026-11-02T00:00:00Z',
  stopsClock: true,
  extensionDays: null,
  extensionReason: null,
  permits: allowed('APPROVE_AND_SEND', 'JUDGE_COMPLETE', 'JUDGE_INCOMPLETE', 'RULE', 'CANCEL'),
  unmet: [],
  ...parts,
})

export const decision = (parts: Parts = {}): Parts => ({
  id: 'd1',
  version: 3,
  state: 'drafting',
  submissionId: 's1',
  kind: 'registration',
  outcome: 'approve',
  reasons: 'The evidence carries the use.',
  publicSummary: 'Placet approves RadioLens XL.',
  departures: [],
  conditions: [],
  decisionAnswers: [],
  decisionQuestions: [],
  signaturesNeeded: 2,
  signatures: [],
  drafter: person('me', 'Mariam Okafor'),
  recallUntil: null,
  noticeText: null,
  noticeComments: null,
  returnReason: null,
  recommendations: [{ stage: 'clinical', recommendation: 'approve', dissent: null }],
  permits: allowed(
    'SUBMIT_FOR_SIGNATURE',
    'GIVE_NOTICE',
    'ABANDON',
    'SIGN',
    'COUNTERSIGN',
    'RETURN_TO_DRAFTER',
    'RECALL',
  ),
  ...parts,
})
