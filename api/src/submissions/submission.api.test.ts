import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import { Arranger, pack } from '../../test/arrange.ts'
import type { CaseInTheMaking } from '../../test/arrange.ts'
import { badId, badOnVersion, badReason, badSeal, mutation, never } from '../../test/mutation-rows.ts'
import type { Outcome, Visitor } from '../../test/portal.ts'

let a: Arranger
/** Shared cases that no test changes: one for each state from which commands are refused. */
let draft: CaseInTheMaking
let submitted: CaseInTheMaking
let screening: CaseInTheMaking
/** In the applicant's organisation, with no role in dossiers. */
let clerk: Visitor

beforeAll(async () => {
  a = await Arranger.open()
  draft = await a.submission().draft()
  submitted = await a.submission().submitted()
  screening = await a.submission().screening()
  clerk = await a.hire(['organisationAdmin'], 'officer')
}, 120_000)
afterAll(() => a.close())

const portal = () => a
const on = async (c: CaseInTheMaking) => ({ id: c.id, version: (await c.now()).version })
const fresh = (make: (c: CaseInTheMaking) => Promise<CaseInTheMaking>) => () => make(a.submission())
const others = { unseen: ['rival'], forbidden: ['screener', 'manager'] } as const
const agency = { unseen: ['reviewerC', 'admin'], forbidden: ['officer', 'contributor'] } as const
const notYours = 'This is not yours to do.'
const officersOnly = 'Only an officer of your organisation may do this.'
const moved = (state: string) => ({ __typename: 'Submission', state })
const otherVersion = { version: 77 }
const noGuard = never('nothing but the state decides')

mutation(portal, 'startDossier', {
  arrange: () => Promise.resolve(null),
  by: 'contributor',
  input: () => ({ modelName: 'Film Reader', modelVersion: '2.0' }),
  done: { answer: { ...moved('draft'), version: 1 }, steps: ['submission: (new) CREATE draft'] },
  Invalid: [
    [{ commandId: 'x' }, 'commandId'],
    [{ modelName: '' }, 'modelName'],
    [{ modelName: '\u200b\u3164' }, 'modelName'],
    [{ modelName: 'n'.repeat(201) }, 'modelName'],
    [{ modelVersion: 'a\u0000b' }, 'modelVersion'],
    [{ modelName: 'Film\u202eReader' }, 'modelName'],
  ],
  Incomplete: noGuard,
  NotPermitted: [{ by: () => Promise.resolve(clerk), because: notYours }],
  OutOfTurn: never('it creates'),
  Stale: never('it creates'),
  CommandReused: { modelName: 'Another' },
  unseen: never('it creates'),
  forbidden: ['screener'],
})

const summary = { field: 'plainSummary', baseVersion: 0, value: 'It drafts letters for a doctor to check.' }
mutation(portal, 'saveAnswers', {
  arrange: fresh((c) => c.draft()),
  by: 'contributor',
  input: (c) => ({ id: c.id, answers: [summary] }),
  done: {
    answer: {
      __typename: 'AnswersSaved',
      outcomes: [{ field: 'plainSummary', outcome: 'saved', answer: { version: 1 } }],
    },
    steps: [],
    audit: 'SAVE_ANSWERS',
  },
  Invalid: [
    ...badId,
    [{ answers: [] }, 'answers'],
    [{ answers: [{ ...summary, baseVersion: -1 }] }, 'answers/0/baseVersion'],
    [{ answers: [{ ...summary, field: '__proto__' }] }, 'answers/0/field'],
    [{ answers: [{ ...summary, value: { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } } }] }, 'answers/0/value'],
  ],
  Incomplete: never('an answer may be saved before others'),
  NotPermitted: [{ by: () => Promise.resolve(clerk), because: 'Only people of the applicant write in this dossier.' }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: never('told for each answer: conflict'),
  CommandReused: { answers: [{ ...summary, value: 'Other words.' }] },
  ...others,
})

const card =
  '---\nlicense: apache-2.0\nlanguage:\n- en\n- fr\n---\n# Film Reader\n\n## Limitations\n\nIt does not read films of children.\n'
const unanswered = { field: 'knownLimitations', baseVersion: 0 }
const imported = { field: 'knownLimitations', baseVersion: 1 }
const cardInput = (id: string) => ({ id, card, documentId: null, fileName: 'README.md' })

mutation(portal, 'importModelCard', {
  arrange: fresh((c) => c.draft()),
  by: 'contributor',
  input: (c) => ({ ...cardInput(c.id), fields: [unanswered] }),
  done: {
    answer: {
      __typename: 'CardImport',
      fields: expect.arrayContaining([
        expect.objectContaining({ field: 'knownLimitations', stored: true, conflict: false, version: 1 }),
      ]) as unknown,
    },
    steps: [],
    audit: 'IMPORT_MODEL_CARD',
  },
  Invalid: [
    ...badId,
    [{ card: '# No front matter' }, 'card'],
    [{ card: '---\nlicense: @mit\n---\n' }, 'card'],
    [{ card: null }, 'card'],
    [{ documentId: randomUUID() }, 'card'],
    [{ fileName: '' }, 'fileName'],
  ],
  Incomplete: never('any dossier takes a card; an upload that is still being checked has a test of its own'),
  NotPermitted: [{ by: () => Promise.resolve(clerk), because: 'Only people of the applicant write in this dossier.' }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: never('told for each answer: conflict'),
  CommandReused: { fileName: 'other.md' },
  ...others,
})

describe('a card that comes as an upload', () => {
  const file = { name: 'model-card.md', type: 'text/markdown', bytes: Buffer.from(card) }
  const malware = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
  const uploaded = (
    id: string,
    documentId: string,
    fields: { field: string; baseVersion: number }[] | null = null,
  ) => ({
    id,
    card: null,
    documentId,
    fileName: 'README.md',
    fields,
  })
  const documentsOf = (c: CaseInTheMaking) =>
    a.rows<{ id: string }>(`select id from document where case_id = $1`, [c.id])

  test('is refused with the reason while it is being checked, and read afterwards', async () => {
    const c = await a.submission().draft()
    const officer = await a.as('officer')
    const documentId = await a.upload(officer, c.id, file, 'modelCard')
    await a.rows(`update document set state = 'scanning' where id = $1`, [documentId])
    expect(await officer.send('importModelCard', uploaded(c.id, documentId))).toMatchObject({
      __typename: 'Incomplete',
      unmet: [{ code: 'document.beingChecked', message: 'The file is still being checked. Try again in a moment.' }],
    })
    await a.rows(`update document set state = 'clean' where id = $1`, [documentId])
    expect(await officer.send('importModelCard', uploaded(c.id, documentId))).toMatchObject({
      __typename: 'CardImport',
    })
  })

  test('is refused with the words of its rejection', async () => {
    const c = await a.submission().draft()
    const officer = await a.as('officer')
    const bad = { ...file, bytes: Buffer.from(malware) }
    const documentId = await a.upload(officer, c.id, bad, 'modelCard', 'rejected')
    expect(await officer.send('importModelCard', uploaded(c.id, documentId))).toMatchObject({
      __typename: 'Invalid',
      issues: [{ path: 'card', message: 'The file contains known malware.' }],
    })
  })

  test('is taken away when its answers are stored, and a retry of that click gets the same answer', async () => {
    const c = await a.submission().draft()
    const officer = await a.as('officer')
    const documentId = await a.upload(officer, c.id, file, 'modelCard')
    const before = await a.storedFiles()
    const command = {
      commandId: randomUUID(),
      ...uploaded(c.id, documentId, [{ field: 'knownLimitations', baseVersion: 0 }]),
    }
    const stored = await officer.do('importModelCard', command)
    expect(stored).toMatchObject({ __typename: 'CardImport' })
    expect(await documentsOf(c)).toEqual([])
    expect(await a.storedFiles()).toHaveLength(before.length - 1)
    expect(await officer.do('importModelCard', command)).toEqual(stored)
  })

  test('gives way to the next one of the same person; a colleague keeps theirs, and evidence stays', async () => {
    const c = await a.submission().draft()
    const officer = await a.as('officer')
    const evidence = await a.upload(officer, c.id)
    const theirs = await a.upload(await a.as('contributor'), c.id, file, 'modelCard')
    await a.upload(officer, c.id, file, 'modelCard')
    const before = await a.storedFiles()
    await a.upload(officer, c.id, { ...file, bytes: Buffer.from(malware) }, 'modelCard', 'rejected')
    const last = await a.upload(officer, c.id, file, 'modelCard')
    expect((await documentsOf(c)).map(({ id }) => id).sort()).toEqual([evidence, theirs, last].sort())
    expect(await a.storedFiles()).toHaveLength(before.length)
  })

  test('of another dossier is not there', async () => {
    const officer = await a.as('officer')
    const documentId = await a.upload(officer, (await a.submission().draft()).id, file, 'modelCard')
    expect(await officer.send('importModelCard', uploaded(draft.id, documentId))).toMatchObject({ code: 'NOT_FOUND' })
  })
})

mutation(portal, 'confirmAnswers', {
  arrange: async () => {
    const c = await a.submission().draft()
    await (await a.as('officer')).do('importModelCard', { ...cardInput(c.id), fields: [unanswered] })
    return c
  },
  by: 'contributor',
  input: (c) => ({ id: c.id, fields: [imported] }),
  done: {
    answer: { outcomes: [{ field: 'knownLimitations', outcome: 'saved', answer: { version: 2 } }] },
    steps: [],
    audit: 'CONFIRM_ANSWERS',
  },
  Invalid: [
    ...badId,
    [{ fields: [] }, 'fields'],
    [{ fields: [{ ...imported, field: 'a b' }] }, 'fields/0/field'],
    [{ fields: [{ ...imported, baseVersion: -1 }] }, 'fields/0/baseVersion'],
  ],
  Incomplete: noGuard,
  NotPermitted: [{ by: () => Promise.resolve(clerk), because: 'Only people of the applicant write in this dossier.' }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: never('told for each answer: conflict'),
  CommandReused: { fields: [{ field: 'plainSummary', baseVersion: 0 }] },
  ...others,
})

mutation(portal, 'discardDossier', {
  arrange: fresh((c) => c.draft()),
  by: 'contributor',
  input: on,
  done: { answer: moved('withdrawn'), steps: ['submission: draft DISCARD withdrawn'] },
  Invalid: badOnVersion,
  Incomplete: noGuard,
  NotPermitted: [{ by: () => Promise.resolve(clerk), because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {},
  CommandReused: otherVersion,
  ...others,
})

mutation(portal, 'requestAdvice', {
  arrange: fresh((c) => c.draft()),
  by: 'contributor',
  input: async (c) => ({ ...(await on(c)), adviserId: await a.idOf('reviewerC') }),
  done: { answer: moved('preAdvice'), steps: ['submission: draft REQUEST_ADVICE preAdvice'] },
  Invalid: [...badOnVersion, [{ adviserId: 'someone' }, 'adviserId']],
  Incomplete: noGuard,
  NotPermitted: [{ by: () => Promise.resolve(clerk), because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {},
  CommandReused: { adviserId: randomUUID() },
  ...others,
})

const adviserWanted = async () => {
  const c = await a.submission().draft()
  const adviserId = await a.idOf('reviewerC')
  await (await a.as('officer')).do('requestAdvice', { ...(await on(c)), adviserId })
  return c
}
mutation(portal, 'giveAdvice', {
  arrange: adviserWanted,
  by: 'reviewerC',
  input: async (c) => ({ ...(await on(c)), advice: 'Say in which wards it is used.' }),
  // The adviser sees the case no more: the answer says that it is done, and nothing of the case.
  done: {
    answer: {
      __typename: 'Done',
      id: expect.any(String) as string,
      outOfSight: 'This is done. You no longer have access to it.',
    },
    steps: ['submission: preAdvice GIVE_ADVICE draft'],
  },
  Invalid: [...badOnVersion, [{ advice: '' }, 'advice']],
  Incomplete: noGuard,
  NotPermitted: never('only the adviser sees a draft'),
  OutOfTurn: never('who advised sees the case no more'),
  Stale: {},
  CommandReused: { advice: 'Other advice.' },
  unseen: ['screener', 'reviewerB', 'inspector'],
  forbidden: ['officer'],
})

mutation(portal, 'submitDossier', {
  arrange: fresh((c) => c.ready()),
  by: 'officer',
  input: on,
  sign: ['submission', 'submitted'],
  done: { answer: moved('submitted'), steps: ['submission: draft SUBMIT submitted'] },
  Invalid: badSeal,
  Incomplete: [{ arrange: () => Promise.resolve(draft), unmet: [['fieldEnter', 'intendedUse/intendedPurpose']] }],
  NotPermitted: [{ by: 'contributor', because: officersOnly }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {},
  CommandReused: otherVersion,
  ...others,
})

mutation(portal, 'acknowledgeSubmission', {
  arrange: fresh((c) => c.submitted()),
  by: 'screener',
  input: on,
  done: { answer: moved('screening'), steps: ['submission: submitted ACKNOWLEDGE screening'] },
  Invalid: badOnVersion,
  Incomplete: noGuard,
  NotPermitted: [
    { by: 'manager', because: notYours },
    { by: 'inspector', because: notYours },
    { by: 'decisionMaker', because: notYours },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(screening), state: 'screening' },
  Stale: {},
  CommandReused: otherVersion,
  ...agency,
})

const screened = () => ({
  answers: questionsOf(pack, 'screening', 'I').map(({ id }) => ({ question: id, answer: 'yes', reason: 'Seen.' })),
  citations: [],
  classConfirmed: 'I',
  classReason: null,
})
mutation(portal, 'saveScreening', {
  arrange: fresh((c) => c.screening()),
  by: 'screener',
  input: async (c) => {
    const [row] = await a.rows<{ version: number }>(`select version from screening where case_id = $1`, [c.id])
    return { id: c.id, screeningVersion: row?.version ?? 0, ...screened() }
  },
  done: { answer: moved('screening'), steps: [], audit: 'SAVE_SCREENING' },
  Invalid: [
    ...badId,
    [{ screeningVersion: -1 }, 'screeningVersion'],
    [{ classConfirmed: 'V' }, 'classConfirmed'],
    [{ answers: [{ question: 'x', answer: 'maybe', reason: '' }] }, 'answers/0/answer'],
    [{ citations: [{ field: 'a b', reason: '' }] }, 'citations/0/field'],
    [{ citations: [{ field: 'noFieldOfThePack', reason: '' }] }, 'citations/0/field'],
    [{ answers: [{ question: 'RQ-NONE-01', answer: 'yes', reason: '' }] }, 'answers/0/question'],
  ],
  Incomplete: never('work in progress'),
  NotPermitted: [{ by: 'manager', because: 'Only a screening officer writes the screening record.' }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {
    arrange: async () => {
      const c = await a.submission().screened()
      await c.screen()
      return c
    },
    patch: { screeningVersion: 1 },
    current: 2,
  },
  CommandReused: { classReason: 'Other' },
  ...agency,
})

const opened = (stages: number) => Array.from({ length: stages }, () => 'reviewStage: (new) OPEN notStarted')
mutation(portal, 'acceptSubmission', {
  arrange: fresh((c) => c.screened()),
  by: 'screener',
  input: async (c) => ({ ...(await on(c)), caseManagerId: await a.idOf('manager') }),
  done: { answer: moved('inReview'), steps: ['submission: screening ACCEPT inReview', ...opened(4)] },
  Invalid: [...badOnVersion, [{ caseManagerId: 'Mariam' }, 'caseManagerId']],
  Incomplete: [
    {
      arrange: () => Promise.resolve(screening),
      unmet: [
        ['screeningQuestionUnanswered', `screening/${questionsOf(pack, 'screening', 'I')[0]?.id ?? ''}`],
        ['classNotConfirmed', 'screening/class'],
      ],
    },
    {
      arrange: async () => {
        const c = await a.submission().screening()
        await c.screen({ classConfirmed: 'III' })
        return c
      },
      unmet: [['classReasonMissing', 'screening/classReason']],
    },
  ],
  NotPermitted: [
    { by: 'manager', because: notYours },
    { by: 'lead', because: notYours },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {},
  CommandReused: { caseManagerId: null },
  ...agency,
})

mutation(portal, 'returnSubmission', {
  arrange: async () => {
    const c = await a.submission().screening()
    await c.screen({ citations: [{ field: 'intendedPurpose', reason: 'No setting named.' }] })
    return c
  },
  by: 'screener',
  input: on,
  done: { answer: moved('returnedIncomplete'), steps: ['submission: screening RETURN_WITH_LIST returnedIncomplete'] },
  Invalid: badOnVersion,
  Incomplete: [
    { arrange: () => Promise.resolve(screening), unmet: [['citationsMissing', null]] },
    {
      arrange: async () => {
        const c = await a.submission().screening()
        await c.screen({ citations: [{ field: 'intendedPurpose', reason: '' }] })
        return c
      },
      unmet: [['citationReasonMissing', 'intendedPurpose']],
    },
  ],
  NotPermitted: [{ by: 'manager', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {},
  CommandReused: otherVersion,
  ...agency,
})

mutation(portal, 'resubmitDossier', {
  arrange: fresh((c) => c.returned()),
  by: 'officer',
  input: on,
  sign: ['submission', 'submitted'],
  done: { answer: moved('screening'), steps: ['submission: returnedIncomplete RESUBMIT screening'] },
  Invalid: badSeal,
  Incomplete: [
    {
      arrange: async () => {
        const c = await a.submission().returned()
        const answers = [{ field: 'intendedPurpose', baseVersion: 1, value: null }]
        await (await a.as('officer')).do('saveAnswers', { id: c.id, answers })
        return c
      },
      unmet: [['fieldEnter', 'intendedUse/intendedPurpose']],
    },
  ],
  NotPermitted: [{ by: 'contributor', because: officersOnly }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {},
  CommandReused: otherVersion,
  ...others,
})

mutation(portal, 'withdrawSubmission', {
  arrange: async () => {
    const c = await a.submission().staffed()
    await c.request('issued')
    return c
  },
  by: 'officer',
  input: async (c) => ({ ...(await on(c)), reason: 'We build another model.' }),
  done: {
    answer: moved('withdrawn'),
    steps: [
      'submission: onHold WITHDRAW withdrawn',
      ...Array.from({ length: 4 }, () => 'reviewerAssignment: active CASE_ENDED released'),
      'informationRequest: issued CASE_ENDED cancelled',
      ...Array.from({ length: 4 }, () => expect.stringMatching(/^reviewStage: \w+ CASE_ENDED closed$/) as string),
    ],
  },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [{ by: 'contributor', because: officersOnly }],
  OutOfTurn: { arrange: () => Promise.resolve(draft), state: 'draft' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...others,
})

mutation(portal, 'proposeOutOfScope', {
  arrange: fresh((c) => c.screening()),
  by: 'screener',
  input: async (c) => ({ ...(await on(c)), reason: 'It is no medical device.' }),
  done: {
    answer: moved('outOfScopeProposed'),
    steps: ['submission: screening PROPOSE_OUT_OF_SCOPE outOfScopeProposed'],
  },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [{ by: 'manager', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(submitted), state: 'submitted' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

const proposed = async () => {
  const c = await a.submission().screening()
  await (await a.as('screener')).do('proposeOutOfScope', { ...(await on(c)), reason: 'It is no medical device.' })
  return c
}
const secondPerson = [
  { by: 'screener', because: 'A second person must confirm: you made the proposal.' },
  { by: 'decisionMaker', because: notYours },
] as const
mutation(portal, 'confirmOutOfScope', {
  arrange: proposed,
  by: 'screener2',
  input: async (c) => ({ ...(await on(c)), reason: 'Agreed.' }),
  done: { answer: moved('outOfScope'), steps: ['submission: outOfScopeProposed CONFIRM_OUT_OF_SCOPE outOfScope'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: secondPerson,
  OutOfTurn: { arrange: () => Promise.resolve(screening), state: 'screening' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'rejectOutOfScope', {
  arrange: proposed,
  by: 'manager',
  input: async (c) => ({ ...(await on(c)), reason: 'It advises on treatment.' }),
  done: { answer: moved('screening'), steps: ['submission: outOfScopeProposed REJECT_OUT_OF_SCOPE screening'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: secondPerson,
  OutOfTurn: { arrange: () => Promise.resolve(screening), state: 'screening' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'recuseSelf', {
  arrange: fresh((c) => c.screening()),
  by: 'screener2',
  input: (c) => ({ id: c.id, reason: 'My sister works there.' }),
  done: { answer: { __typename: 'Submission', id: expect.any(String) as string }, steps: [], audit: 'RECUSE_SELF' },
  Invalid: [...badId, [{ reason: '' }, 'reason']],
  Incomplete: noGuard,
  NotPermitted: never('whoever of the agency sees a case may step out of it'),
  OutOfTurn: never('the state does not matter'),
  Stale: never('it asks no version'),
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

describe('that the case may be out of scope, while one screener says so,', () => {
  const seenBy = async (who: 'officer' | 'contributor', c: CaseInTheMaking) => {
    const { submission, submissions } = await (
      await a.as(who)
    ).read(
      `query($id: ID!) {
         submission(id: $id) { state nextStep waitingOn dueAt dueClock paused decidedAt riskClass registerNo parts { part } permits { event allowed because { code message } }
           clocks { clock startedAt stoppedAt dueAt paused overdue daysLeft segments { from to days kind reason } } citations { field } screening { version }
           timeline { edges { node { process event fromState toState actor office reason subjectLabel } } } manager { id } stages { id } decisions { id } }
         submissions { edges { node { id state nextStep waitingOn dueAt permits { event allowed } } } } }`,
      { id: c.id },
    )
    const listed = (submissions as { edges: { node: { id: string } }[] }).edges.find(({ node }) => node.id === c.id)
    return { submission: submission as { state: string; timeline: { edges: object[] } }, listed }
  }

  test('its applicant reads what they read before, while it stands and after it was rejected', async () => {
    const c = await a.submission().screening()
    const before = { officer: await seenBy('officer', c), contributor: await seenBy('contributor', c) }
    expect(before.officer).toMatchObject({
      submission: { state: 'screening' },
      listed: { node: { state: 'screening' } },
    })
    await (await a.as('screener')).do('proposeOutOfScope', { ...(await on(c)), reason: 'It is no medical device.' })
    expect((await c.now()).state).toBe('outOfScopeProposed')
    for (const who of ['officer', 'contributor'] as const) expect(await seenBy(who, c)).toEqual(before[who])
    await (await a.as('manager')).do('rejectOutOfScope', { ...(await on(c)), reason: 'It advises on treatment.' })
    for (const who of ['officer', 'contributor'] as const) expect(await seenBy(who, c)).toEqual(before[who])
  })

  test('what they may not do then is refused as it is in screening', async () => {
    const c = await proposed()
    const officer = await a.as('officer')
    const refused = [
      await officer.send('beginSigning', { id: c.id, process: 'submission', meaning: 'submitted' }),
      await officer.send('saveAnswers', { id: c.id, answers: [summary] }),
      await officer.send('discardDossier', await on(c)),
    ]
    expect(refused).toMatchObject(refused.map(() => ({ __typename: 'OutOfTurn', stateNow: 'screening' })))
  })

  test('is known to the agency, and the case is withdrawn as any other', async () => {
    const c = await proposed()
    const asScreener = await (
      await a.as('screener2')
    ).read(`query($id: ID!) { submission(id: $id) { state } }`, { id: c.id })
    expect(asScreener).toEqual({ submission: { state: 'outOfScopeProposed' } })
    const left = await (await a.as('officer')).do('withdrawSubmission', { ...(await on(c)), reason: 'Another model.' })
    expect(left).toMatchObject(moved('withdrawn'))
    const { submission } = await seenBy('officer', c)
    expect(submission.timeline.edges[0]).toMatchObject({ node: { event: 'WITHDRAW', fromState: 'screening' } })
    expect(JSON.stringify(submission)).not.toMatch(/outOfScope/i)
  })

  test('is told when a second one agrees', async () => {
    const c = await proposed()
    await (await a.as('screener2')).do('confirmOutOfScope', { ...(await on(c)), reason: 'Agreed.' })
    const { submission } = await seenBy('officer', c)
    expect(submission).toMatchObject({ state: 'outOfScope' })
    expect(submission.timeline.edges[0]).toMatchObject({
      node: { event: 'CONFIRM_OUT_OF_SCOPE', fromState: 'screening', reason: 'Agreed.' },
    })
  })
})

describe('saving answers, one by one', () => {
  const save = async (c: CaseInTheMaking, ...answers: object[]): Promise<Outcome> =>
    (await a.as('officer')).send('saveAnswers', { id: c.id, answers })

  test('a conflict keeps the newer answer and says so; the other fields are saved', async () => {
    const c = await a.submission().draft()
    await save(c, summary)
    const outcome = await save(
      c,
      { ...summary, value: 'Late.' },
      { field: 'operatingLogic', baseVersion: 0, value: 'A.' },
    )
    expect(outcome['outcomes']).toMatchObject([
      {
        field: 'plainSummary',
        outcome: 'conflict',
        answer: { version: 1 },
        message: expect.stringMatching(/\S+ \S+/) as string,
      },
      { field: 'operatingLogic', outcome: 'saved' },
    ])
    expect(await a.one(`select value from answer where case_id = $1 and field = 'plainSummary'`, [c.id])).toEqual({
      value: summary.value,
    })
    expect(
      await a.rows(
        `select field, version from answer_history where case_id = $1 and field not in ('modelName', 'modelVersion') order by id`,
        [c.id],
      ),
    ).toEqual([
      { field: 'plainSummary', version: 1 },
      { field: 'operatingLogic', version: 1 },
    ])
  })

  test('what the pack does not take is refused by field, and nothing of it is stored', async () => {
    const c = await a.submission().draft()
    const outcome = await save(
      c,
      { field: 'noSuchField', baseVersion: 0, value: 'x' },
      { field: 'patientFacing', baseVersion: 0, value: 'yes' },
      { field: 'useCategories', baseVersion: 0, value: ['noSuchOption'] },
      { field: 'riskClass', baseVersion: 0, value: 'I' },
      { field: 'instructionsForUse', baseVersion: 0, value: [randomUUID()] },
    )
    const told = outcome['outcomes'] as { outcome: string; issues: { path: string; message: string }[] }[]
    expect(told.map((one) => one.outcome)).toEqual(['invalid', 'invalid', 'invalid', 'invalid', 'invalid'])
    for (const { issues } of told) expect(issues[0]?.message).toMatch(/\S+ \S+/)
    expect(
      await a.rows(`select 1 from answer where case_id = $1 and field not in ('modelName', 'modelVersion')`, [c.id]),
    ).toEqual([])
  })

  test('half a character, in a text or in a cell, is refused by field; the other answers are saved', async () => {
    const c = await a.submission().draft()
    const officer = await a.as('officer')
    const answers = [
      { field: 'excludedUses', baseVersion: 0, value: 'Not for \ud83d' },
      summary,
      {
        field: 'trainingDatasets',
        baseVersion: 0,
        value: [{ id: 'row00001', cells: { name: 'Ward notes \udc00' } }],
      },
    ]
    const command = { commandId: randomUUID(), id: c.id, answers }
    const saved = await officer.do('saveAnswers', command)
    expect(saved['outcomes']).toMatchObject([
      {
        field: 'excludedUses',
        outcome: 'invalid',
        issues: [{ path: 'excludedUses', message: expect.stringContaining('cut in half') as string }],
      },
      { field: 'plainSummary', outcome: 'saved' },
      { field: 'trainingDatasets', outcome: 'invalid', issues: [{ path: 'trainingDatasets/row00001/name' }] },
    ])
    expect(await officer.do('saveAnswers', command)).toEqual(saved)
    const other = [{ ...answers[0], value: 'Not for \udc00' }]
    expect(await officer.send('saveAnswers', { ...command, answers: other })).toMatchObject({
      __typename: 'CommandReused',
    })
  })

  test('a returned dossier is open in the cited fields only', async () => {
    const c = await a.submission().returned('intendedPurpose')
    const outcome = await save(
      c,
      { field: 'intendedPurpose', baseVersion: 1, value: 'It drafts discharge letters in hospital wards.' },
      { field: 'plainSummary', baseVersion: 1, value: 'Rewritten without being asked.' },
    )
    expect(outcome['outcomes']).toMatchObject([{ outcome: 'saved' }, { outcome: 'locked' }])
  })
})

describe('an answer that was changed since it was looked at', () => {
  const typed = { field: 'knownLimitations', baseVersion: 0, value: 'Typed by a colleague meanwhile.' }
  const stored = async (c: CaseInTheMaking) =>
    a.one(`select value, version, source, confirmed from answer where case_id = $1 and field = 'knownLimitations'`, [
      c.id,
    ])
  const found = (outcome: Outcome) =>
    (outcome['fields'] as { field: string }[]).find(({ field }) => field === 'knownLimitations')

  test('is not overwritten by a model card; both texts come back, and the newer version can be chosen', async () => {
    const c = await a.submission().draft()
    const [contributor, officer] = [await a.as('contributor'), await a.as('officer')]
    const preview = await contributor.do('importModelCard', { ...cardInput(c.id), fields: null })
    expect(found(preview)).toMatchObject({ stored: false, conflict: false, existing: null, version: 0 })
    await officer.do('saveAnswers', { id: c.id, answers: [typed] })

    const late = await contributor.do('importModelCard', { ...cardInput(c.id), fields: [unanswered] })
    expect(found(late)).toMatchObject({
      stored: false,
      conflict: true,
      existing: typed.value,
      version: 1,
      value: 'It does not read films of children.',
    })
    expect(await stored(c)).toMatchObject({ value: typed.value, version: 1, source: 'typed' })

    const again = await contributor.do('importModelCard', { ...cardInput(c.id), fields: [imported] })
    expect(found(again)).toMatchObject({ stored: true, conflict: false, version: 2 })
    expect(await stored(c)).toMatchObject({ version: 2, source: 'imported', confirmed: false })
  })

  test('is not confirmed in place of the one that was read', async () => {
    const c = await a.submission().draft()
    const [contributor, officer] = [await a.as('contributor'), await a.as('officer')]
    await contributor.do('importModelCard', { ...cardInput(c.id), fields: [unanswered] })
    await officer.do('saveAnswers', { id: c.id, answers: [{ ...typed, baseVersion: 1, value: null }] })
    await officer.do('importModelCard', { ...cardInput(c.id), fields: [{ ...imported, baseVersion: 2 }] })

    const late = await contributor.do('confirmAnswers', { id: c.id, fields: [imported] })
    expect(late['outcomes']).toMatchObject([
      {
        outcome: 'conflict',
        answer: { version: 3, confirmed: false },
        message: expect.stringMatching(/\S+ \S+/) as string,
      },
    ])
    expect(await stored(c)).toMatchObject({ version: 3, confirmed: false })
    const right = await contributor.do('confirmAnswers', { id: c.id, fields: [{ ...imported, baseVersion: 3 }] })
    expect(right['outcomes']).toMatchObject([{ outcome: 'saved', answer: { version: 4, confirmed: true } }])
  })
})

describe('beginSigning', () => {
  let ready: CaseInTheMaking
  beforeAll(async () => {
    ready = await a.submission().ready()
  })
  const begin = async (by: Visitor, patch: object = {}) =>
    by.send('beginSigning', { id: ready.id, process: 'submission', meaning: 'submitted', ...patch })
  const frozen = () =>
    a.one(
      `select (select count(*)::int from revision) as revisions, (select count(*)::int from signing_ceremony) as ceremonies`,
    )

  test('freezes the record; the same command gives the same ceremony, other input is CommandReused', async () => {
    const officer = await a.as('officer')
    const commandId = randomUUID()
    const first = await begin(officer, { commandId })
    expect(first).toMatchObject({ __typename: 'SigningCeremony', meaning: 'submitted' })
    const after = await frozen()
    expect(await begin(officer, { commandId })).toEqual(first)
    expect(await begin(officer, { commandId, id: draft.id })).toMatchObject({ __typename: 'CommandReused' })
    expect(await frozen()).toEqual(after)
  })

  test.each([
    [{ id: 'x' }, 'id'],
    [{ commandId: 'x' }, 'commandId'],
    [{ process: 'approval' }, 'process'],
    [{ meaning: 'liked' }, 'meaning'],
  ])('is Invalid with %o', async (patch, path) => {
    const outcome = await begin(await a.as('officer'), patch)
    expect(outcome).toMatchObject({ __typename: 'Invalid', issues: [{ path }] })
  })

  test('refuses whoever could not seal it now, and freezes nothing', async () => {
    const before = await frozen()
    const officer = await a.as('officer')
    expect(await begin(await a.as('contributor'))).toMatchObject({ __typename: 'NotPermitted', message: officersOnly })
    expect(await begin(officer, { id: draft.id })).toMatchObject({
      __typename: 'Incomplete',
      unmet: expect.arrayContaining([expect.objectContaining({ at: 'intendedUse/intendedPurpose' })]) as unknown,
    })
    expect(await begin(officer, { id: submitted.id })).toMatchObject({ __typename: 'OutOfTurn', stateNow: 'submitted' })
    expect(await begin(officer, { meaning: 'approved' })).toMatchObject({ __typename: 'OutOfTurn', stateNow: 'draft' })
    expect(await begin(await a.as('rival'))).toEqual(await begin(await a.as('rival'), { id: randomUUID() }))
    expect(await begin(a.anyone)).toMatchObject({ __typename: 'Error', code: 'UNAUTHENTICATED' })
    expect(await frozen()).toEqual(before)
  })

  test('a ceremony is for one session, one use, one text', async () => {
    const c = await a.submission().ready()
    const officer = await a.as('officer')
    const sealed = { ...(await on(c)), ...(await officer.begin('submission', 'submitted', c.id)) }
    const elsewhere = await a.again('officer')
    const over = { __typename: 'Invalid', issues: [{ path: 'ceremonyId' }] }
    expect(await elsewhere.send('submitDossier', sealed)).toMatchObject(over)
    const answers = [{ field: 'plainSummary', baseVersion: 1, value: 'Changed between show and sign.' }]
    await officer.do('saveAnswers', { id: c.id, answers })
    expect(await officer.send('submitDossier', sealed)).toMatchObject({
      __typename: 'Stale',
      message: 'The text has changed. Read it again before you sign.',
    })
    expect((await c.now()).state).toBe('draft')
    expect(await a.rows(`select 1 from signature where case_id = $1`, [c.id])).toEqual([])
  })
})

describe('moveAgencyClock', () => {
  const days = async () => Number((await a.one(`select clock_offset_days as days from agency_setting`)).days)

  test('moves forward once for a command, and is CommandReused with other days', async () => {
    const admin = await a.as('admin')
    const before = await days()
    const commandId = randomUUID()
    expect(await admin.send('moveAgencyClock', { commandId, days: 1 })).toMatchObject({
      offsetDays: before + 1,
      movable: true,
    })
    expect(await admin.send('moveAgencyClock', { commandId, days: 1 })).toMatchObject({ offsetDays: before + 1 })
    expect(await admin.send('moveAgencyClock', { commandId, days: 2 })).toMatchObject({ __typename: 'CommandReused' })
    expect(await days()).toBe(before + 1)
  })

  test.each([[0], [-1], [401]])('is Invalid with %i days', async (wrong) => {
    const before = await days()
    const outcome = await (await a.as('admin')).send('moveAgencyClock', { days: wrong })
    expect(outcome).toMatchObject({ __typename: 'Invalid', issues: [{ path: 'days' }] })
    expect(await days()).toBe(before)
  })

  test('is the administrator’s alone, and the refusal is on record', async () => {
    const before = await days()
    const manager = await a.as('manager')
    expect(await manager.send('moveAgencyClock', { days: 1 })).toMatchObject({
      __typename: 'NotPermitted',
      message: 'Only an agency administrator moves the clock, and only outside production.',
    })
    expect(await a.one(`select action, outcome, actor_id from audit_entry order by id desc limit 1`)).toEqual({
      action: 'MOVE_CLOCK',
      outcome: 'NotPermitted',
      actor_id: manager.id,
    })
    expect(await a.anyone.send('moveAgencyClock', { days: 1 })).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await days()).toBe(before)
  })
})
