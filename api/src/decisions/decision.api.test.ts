import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { localisePack } from '@placet/shared/policy-pack/policy-pack.schema'
import { questionsOf } from '@placet/shared/policy-pack/questions'
import { Arranger, pack } from '../../test/arrange.ts'
import type { CaseInTheMaking, Row } from '../../test/arrange.ts'
import { badId, badOnVersion, badReason, badSeal, mutation, never } from '../../test/mutation-rows.ts'
import type { Name, Visitor } from '../../test/portal.ts'
import { PolicyPacks } from '../policy-packs/index.ts'

let a: Arranger
/** Shared cases that no test changes: one for each state from which commands are refused. */
let inReview: CaseInTheMaking
let consolidated: CaseInTheMaking
let drafting: CaseInTheMaking
let forSignature: CaseInTheMaking
let signed: CaseInTheMaking

beforeAll(async () => {
  a = await Arranger.open()
  inReview = await a.submission().inReview()
  consolidated = await a.submission().consolidation()
  drafting = await a.submission().drafting()
  forSignature = await a.submission().forSignature()
  signed = await a.submission().signed()
}, 180_000)
afterAll(() => a.close())

const portal = () => a
const on = async (c: CaseInTheMaking) => {
  const { id, version } = await c.decision()
  return { id, version }
}
/** A Class I draft that departs from its stages' advice, so that two must sign. */
const forTwo = async () => {
  const c = await a.submission({ recommend: 'approveWithConditions' }).drafting()
  await c.write({ departures: (await c.stages()).map(({ stage }) => ({ stage, reason: 'No condition is needed.' })) })
  await c.sendForSignature()
  return c
}
const signedForTwo = async () => {
  const c = await forTwo()
  await c.signIt()
  return c
}
const noticeGiven = async () => {
  const c = await a.submission().drafting()
  await (await a.as('manager')).do('giveNotice', { ...(await on(c)), text: 'We intend to refuse.' })
  return c
}
const agency = { unseen: ['reviewerC', 'admin'], forbidden: ['officer', 'contributor'] } as const
const notYours = 'This is not yours to do.'
const hadPart = (part: string) => `You cannot sign: you had a part in this case as ${part}.`
const is = (state: string) => ({ __typename: 'Decision', state })
const noGuard = never('nothing but the state decides')
const signers = [
  { by: 'manager', because: 'Whoever drafted a decision may not sign it.' },
  { by: 'lead', because: hadPart('stage lead') },
  { by: 'screener', because: hadPart('screener') },
  { by: 'reviewerA', because: hadPart('reviewer') },
  { by: 'inspector', because: notYours },
] as const

mutation(portal, 'startDecision', {
  arrange: () => a.submission().consolidation(),
  by: 'manager',
  input: (c) => ({ id: c.id, kind: 'registration' }),
  done: { answer: is('drafting'), steps: ['decision: (new) START drafting'] },
  Invalid: [...badId, [{ kind: 'promotion' }, 'kind']],
  Incomplete: [
    {
      arrange: () => Promise.resolve(consolidated),
      patch: { kind: 'renewal' },
      unmet: [['decision.kindNotAvailable', null]],
    },
    { arrange: () => Promise.resolve(drafting), unmet: [['decision.alreadyOpen', null]] },
  ],
  NotPermitted: [
    { by: 'lead', because: notYours },
    { by: 'decisionMaker', because: notYours },
    { arrange: () => Promise.resolve(inReview), because: 'Every stage must be reported first.' },
  ],
  OutOfTurn: never('who may start it may do so in consolidation only'),
  Stale: never('it creates'),
  CommandReused: { kind: 'change' },
  ...agency,
})

mutation(portal, 'saveDecision', {
  arrange: () => a.submission().drafting(),
  by: 'manager',
  input: async (c) => ({ ...(await on(c)), ...c.draftInput() }),
  done: { answer: is('drafting'), steps: [], audit: 'SAVE_DECISION' },
  Invalid: [
    ...badOnVersion,
    [{ outcome: 'perhaps' }, 'outcome'],
    [{ conditions: [{ text: 'x', dueAt: '2031-02-30', evidence: 'y' }] }, 'conditions/0/dueAt'],
    [{ answers: [{ question: 'x', answer: 'never', reason: '' }] }, 'answers/0/answer'],
    [{ reasons: 'x'.repeat(40_001) }, 'reasons'],
    [{ outcome: 'lift' }, 'outcome'],
    [{ outcome: 'suspend' }, 'outcome'],
    [{ departures: [{ stage: 'nowhere', reason: '' }] }, 'departures/0/stage'],
    [{ answers: [{ question: 'RQ-NONE-01', answer: 'yes', reason: '' }] }, 'answers/0/question'],
  ],
  Incomplete: never('work in progress'),
  NotPermitted: [
    { by: 'lead', because: 'Only a case manager may do this.' },
    { by: 'decisionMaker', because: 'Only a case manager may do this.' },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(forSignature), state: 'forSignature' },
  Stale: {},
  CommandReused: { outcome: 'refuse' },
  ...agency,
})

mutation(portal, 'giveNotice', {
  arrange: () => a.submission().drafting(),
  by: 'manager',
  input: async (c) => ({ ...(await on(c)), text: 'We intend to refuse, because the study is small.' }),
  done: { answer: is('noticeOfIntent'), steps: ['decision: drafting GIVE_NOTICE noticeOfIntent'] },
  Invalid: [...badOnVersion, [{ text: ' ' }, 'text']],
  Incomplete: noGuard,
  NotPermitted: [{ by: 'decisionMaker', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(forSignature), state: 'forSignature' },
  Stale: {},
  CommandReused: { text: 'Other words.' },
  ...agency,
})

mutation(portal, 'commentOnNotice', {
  arrange: noticeGiven,
  by: 'officer',
  input: async (c) => ({ ...(await on(c)), text: 'A second study is under way.' }),
  done: { answer: is('drafting'), steps: ['decision: noticeOfIntent COMMENTS_RECEIVED drafting'] },
  Invalid: [...badOnVersion, [{ text: '' }, 'text']],
  Incomplete: noGuard,
  NotPermitted: [{ by: 'contributor', because: 'Only an officer of your organisation may do this.' }],
  OutOfTurn: {
    arrange: async () => {
      const c = await noticeGiven()
      await (await a.as('officer')).do('commentOnNotice', { ...(await on(c)), text: 'We agree.' })
      return c
    },
    state: 'drafting',
  },
  Stale: {},
  CommandReused: { text: 'Other words.' },
  unseen: ['rival'],
  forbidden: ['manager', 'deputy'],
})

const [decisionQuestion] = questionsOf(pack, 'decision', 'I')
mutation(portal, 'submitForSignature', {
  arrange: async () => {
    const c = await a.submission().drafting()
    await c.write()
    return c
  },
  by: 'manager',
  input: on,
  done: {
    answer: is('forSignature'),
    steps: [
      'decision: drafting SUBMIT_FOR_SIGNATURE forSignature',
      'submission: consolidation SEND_DRAFT_DECISION decisionPending',
    ],
  },
  Invalid: badOnVersion,
  Incomplete: [
    {
      arrange: async () => {
        const c = await a.submission().drafting()
        await c.write()
        await a.rows(
          `update answer set value = '"Nobody signed this."' where case_id = $1 and field = 'plainSummary'`,
          [c.id],
        )
        return c
      },
      unmet: [['answerNotSigned', null]],
    },
    {
      arrange: () => Promise.resolve(drafting),
      unmet: [
        ['outcomeMissing', 'outcome'],
        ['reasonsMissing', 'reasons'],
        ['publicSummaryMissing', 'publicSummary'],
        ['decisionQuestionUnanswered', `decision/${decisionQuestion?.id ?? ''}`],
      ],
    },
    {
      arrange: async () => {
        await drafting.write({ outcome: 'refuse' })
        return drafting
      },
      unmet: [
        ['noticeMissing', null],
        ['departureReasonMissing', 'departures/technical'],
      ],
    },
    {
      arrange: async () => {
        await drafting.write({ outcome: 'approveWithConditions' })
        return drafting
      },
      unmet: [['conditionsMissing', 'conditions']],
    },
    {
      arrange: async () => {
        const conditions = [{ text: '', dueAt: '2020-01-01', evidence: '' }]
        await drafting.write({ outcome: 'approveWithConditions', conditions })
        return drafting
      },
      unmet: [
        ['conditionTextMissing', 'conditions/1'],
        ['conditionDueDateNotLater', 'conditions/1'],
        ['conditionEvidenceMissing', 'conditions/1'],
      ],
    },
  ],
  NotPermitted: [{ by: 'decisionMaker', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(forSignature), state: 'forSignature' },
  Stale: {},
  CommandReused: { version: 77 },
  ...agency,
})

mutation(portal, 'returnToDrafter', {
  arrange: () => a.submission().forSignature(),
  by: 'decisionMaker',
  input: async (c) => ({ ...(await on(c)), reason: 'The summary says too little.' }),
  done: {
    answer: is('drafting'),
    steps: [
      'decision: forSignature RETURN_TO_DRAFTER drafting',
      'submission: decisionPending RETURNED_BY_SIGNER consolidation',
    ],
  },
  Invalid: badReason,
  Incomplete: [{ arrange: () => Promise.resolve(signed), by: 'deputy', unmet: [['oneSignatureOnly', null]] }],
  NotPermitted: [
    { by: 'manager', because: notYours },
    { arrange: () => Promise.resolve(signed), because: 'You signed this: recall it instead.' },
  ],
  OutOfTurn: { arrange: () => Promise.resolve(drafting), state: 'drafting' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'signDecision', {
  arrange: () => a.submission().forSignature(),
  by: 'decisionMaker',
  input: async (c) => ({ ...(await on(c)), affirmed: true }),
  sign: ['decision', 'approved'],
  done: { answer: is('signed'), steps: ['decision: forSignature SIGN signed'] },
  Invalid: badSeal,
  Incomplete: [{ patch: { affirmed: false }, unmet: [['affirmationMissing', 'affirmed']] }],
  NotPermitted: signers,
  OutOfTurn: { arrange: () => Promise.resolve(drafting), state: 'drafting' },
  Stale: {},
  CommandReused: { affirmed: false },
  ...agency,
})

mutation(portal, 'countersignDecision', {
  arrange: signedForTwo,
  by: 'deputy',
  input: async (c) => ({ ...(await on(c)), affirmed: true }),
  sign: ['decision', 'countersigned'],
  done: {
    answer: is('issued'),
    steps: [
      'decision: signed COUNTERSIGN issued',
      'approval: (new) GRANTED active',
      'submission: decisionPending DECISION_ISSUED decided',
    ],
  },
  Invalid: badSeal,
  Incomplete: [
    { patch: { affirmed: false }, unmet: [['affirmationMissing', 'affirmed']] },
    { arrange: () => Promise.resolve(signed), unmet: [['oneSignatureOnly', null]] },
  ],
  NotPermitted: [
    { by: 'decisionMaker', because: 'You signed this decision. Another person must countersign it.' },
    ...signers,
  ],
  OutOfTurn: { arrange: () => Promise.resolve(forSignature), state: 'forSignature' },
  Stale: {},
  CommandReused: { affirmed: false },
  ...agency,
})

mutation(portal, 'abandonDecision', {
  arrange: () => a.submission().drafting(),
  by: 'manager',
  input: async (c) => ({ ...(await on(c)), reason: 'The case is taken up again.' }),
  done: { answer: is('abandoned'), steps: ['decision: drafting ABANDON abandoned'] },
  Invalid: badReason,
  Incomplete: noGuard,
  NotPermitted: [{ by: 'decisionMaker', because: notYours }],
  OutOfTurn: { arrange: () => Promise.resolve(signed), state: 'signed' },
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

mutation(portal, 'recallDecision', {
  arrange: () => a.submission().signed(),
  by: 'decisionMaker',
  input: async (c) => ({ ...(await on(c)), reason: 'The second condition is missing.' }),
  done: {
    answer: is('drafting'),
    steps: ['decision: signed RECALL drafting', 'submission: decisionPending RETURNED_BY_SIGNER consolidation'],
  },
  Invalid: badReason,
  Incomplete: never('tested below: it is the clock that ends the time for it'),
  NotPermitted: [
    { by: 'deputy', because: 'Only the person who signed may recall.' },
    { by: 'manager', because: notYours },
  ],
  OutOfTurn: never('who signed a decision that is not signed now is nobody: NotPermitted'),
  Stale: {},
  CommandReused: { reason: 'Another reason.' },
  ...agency,
})

const signaturesOf = (c: CaseInTheMaking) =>
  a.rows<Row>(
    `select s.meaning, s.printed_name, v.reason as voided from signature s left join signature_void v on v.signature_id = s.id
     where s.case_id = $1 and s.process = 'decision' order by s.at`,
    [c.id],
  )

describe('a signature on a decision', () => {
  test('that was recalled stays on record, void with its reason, and the same person may sign again', async () => {
    const c = await a.submission().signed()
    await (await a.as('decisionMaker')).do('recallDecision', { ...(await on(c)), reason: 'A slip.' })
    await c.write()
    await c.sendForSignature()
    await c.signIt()
    expect(await signaturesOf(c)).toEqual([
      { meaning: 'approved', printed_name: 'Ruth Mensah', voided: 'A slip.' },
      { meaning: 'approved', printed_name: 'Ruth Mensah', voided: null },
    ])
  })

  test('returned by the countersigner goes back to the drafter', async () => {
    const c = await signedForTwo()
    await (await a.as('deputy')).do('returnToDrafter', { ...(await on(c)), reason: 'Say why.' })
    expect((await c.decision()).state).toBe('drafting')
    expect((await c.now()).state).toBe('consolidation')
    expect(await signaturesOf(c)).toMatchObject([{ voided: 'Say why.' }])
  })

  test('is over the frozen bytes: a ceremony of before the change signs nothing', async () => {
    const c = await a.submission().forSignature()
    const maker = await a.as('decisionMaker')
    const { id } = await c.decision()
    const seal = await maker.begin('decision', 'approved', id)
    await maker.do('returnToDrafter', { ...(await on(c)), reason: 'The summary.' })
    await c.write({ publicSummary: 'Another summary.' })
    await c.sendForSignature()
    const outcome = await maker.send('signDecision', { ...(await on(c)), affirmed: true, ...seal })
    expect(outcome).toMatchObject({
      __typename: 'Stale',
      message: 'The text has changed. Read it again before you sign.',
    })
    expect(await signaturesOf(c)).toEqual([])
  })

  test('a refusal needs the notice, two signatures, and is published with its number', async () => {
    const c = await a.submission({ recommend: 'refuse' }).drafting()
    await c.write({ outcome: 'refuse' })
    await (await a.as('manager')).do('giveNotice', { ...(await on(c)), text: 'We intend to refuse.' })
    await (await a.as('officer')).do('commentOnNotice', { ...(await on(c)), text: 'We do not agree.' })
    await c.sendForSignature()
    expect((await c.decision())['signatures_needed']).toBe(2)
    await c.signIt('refused')
    await c.countersignIt()
    const { register_no: no } = await c.now()
    expect(await a.one(`select status from register_entry where no = $1`, [no])).toEqual({ status: 'refused' })
    expect(await a.of('approval', c.id)).toEqual([])
  })
})

test('a case has one decision that is not given up', async () => {
  const c = await a.submission().drafting()
  await (await a.as('manager')).do('abandonDecision', { ...(await on(c)), reason: 'Begin anew.' })
  const again = await (await a.as('manager')).do('startDecision', { id: c.id, kind: 'registration' })
  expect(again).toMatchObject({ state: 'drafting' })
})

test('a decision that one person signs is recalled within the dispatch delay, not after it', async () => {
  const c = await a.submission().signed()
  // The delay is over, and the worker did not come by yet.
  await (await a.as('admin')).do('moveAgencyClock', { days: 1 })
  const input = { ...(await on(c)), reason: 'Too late.' }
  expect(await (await a.as('decisionMaker')).send('recallDecision', input)).toMatchObject({
    __typename: 'Incomplete',
    unmet: [{ code: 'recallTimeOver' }],
  })
})

describe('a case under an older pack than the one in force', () => {
  /** A later pack, without the questions of this one to the case manager, under which nothing may be recalled. */
  const bringLaterPack = async () => {
    const later = {
      ...defaultPack,
      version: '2099-1',
      classes: pack.classes.map((each) => ({ ...each, dispatchDelayMinutes: 0 })),
      reviewQuestions: pack.reviewQuestions.filter(({ stage }) => stage !== 'decision'),
    }
    const document = JSON.stringify(later)
    await a.rows(
      `insert into policy_pack (version, document, sha256, in_force_from) values ('2099-1', $1, $2, now() + interval '1 second')`,
      [document, createHash('sha256').update(document).digest()],
    )
    await a.app.nest.get(PolicyPacks).load()
    return async () => {
      await a.rows(`delete from policy_pack where version = '2099-1'`)
      await a.app.nest.get(PolicyPacks).load()
    }
  }

  test('may be recalled for as long as its own pack says, and says its own questions in words', async () => {
    const c = await a.submission().forSignature()
    const asking = await a.submission().drafting()
    const takeAway = await bringLaterPack()
    try {
      await c.signIt()
      const { signed_at, recall_until } = await c.decision()
      expect(Number(recall_until) - Number(signed_at)).toBe(15 * 60_000)
      const { unmet } = await (await a.as('manager')).send('submitForSignature', await on(asking))
      const [question] = questionsOf(pack, 'decision', 'I')
      const missing = (unmet as { at: string; message: string }[]).find(({ at }) => at === `decision/${question?.id}`)
      expect(missing?.message).toContain(
        localisePack(pack, 'en').reviewQuestions.find(({ id }) => id === question?.id)?.question,
      )
    } finally {
      await takeAway()
    }
  })
})

test('who was heard learns nothing of how the decision goes on, until it is issued', async () => {
  const c = await a.submission({ recommend: 'refuse' }).drafting()
  const seen = async () =>
    (
      await (
        await a.as('officer')
      ).read(
        `query($id: ID!) { submission(id: $id) { decisions { state outcome signaturesNeeded recallUntil reasons noticeText signatures { id } } } }`,
        { id: c.id },
      )
    ).submission.decisions as object[]
  await c.write({ outcome: 'refuse' })
  expect(await seen()).toEqual([])
  await (await a.as('manager')).do('giveNotice', { ...(await on(c)), text: 'We intend to refuse.' })
  const heard = {
    outcome: null,
    signaturesNeeded: null,
    recallUntil: null,
    reasons: '',
    noticeText: 'We intend to refuse.',
  }
  expect(await seen()).toMatchObject([{ ...heard, state: 'noticeOfIntent' }])
  await (await a.as('officer')).do('commentOnNotice', { ...(await on(c)), text: 'We do not agree.' })
  const after = [{ ...heard, state: 'drafting', signatures: [] }]
  expect(await seen()).toEqual(after)
  await c.sendForSignature()
  expect(await seen()).toEqual(after)
  await c.signIt('refused')
  expect(await seen()).toEqual(after)
  const again = { ...(await on(c)), text: 'We still do not.' }
  expect(await (await a.as('officer')).send('commentOnNotice', again)).toMatchObject({
    __typename: 'OutOfTurn',
    stateNow: 'drafting',
  })
  await c.countersignIt()
  expect(await seen()).toMatchObject([{ state: 'issued', outcome: 'refuse', signaturesNeeded: 2 }])
})

describe('a recusal before the decision is issued', () => {
  const leaves = async (who: Name | Visitor, c: CaseInTheMaking) =>
    (typeof who === 'string' ? await a.as(who) : who).do('recuseSelf', { id: c.id, reason: 'My brother works there.' })
  const states = async (c: CaseInTheMaking) => [(await c.decision()).state, (await c.now()).state]
  const sees = async (who: Visitor, c: CaseInTheMaking) =>
    (await who.read(`query($id: ID!) { submission(id: $id) { recused manager { id } stages { stage lead { id } } } }`, {
      id: c.id,
    })) as { submission: { recused: boolean; manager: { id: string } | null; stages: { lead: unknown }[] } }
  // Whoever left one case of an applicant manages none of theirs: the next test needs its manager.
  afterEach(async () => {
    await a.rows(`delete from case_recusal where person_id = $1`, [await a.idOf('manager')])
  })
  /** Takes the role away again, so that no later case is given to this person. */
  const dismiss = ({ id }: Visitor) => a.rows(`update person set roles = '{}' where id = $1`, [id])

  test.each([
    ['within the recall delay', 0],
    ['after it, before the worker came by', 1],
  ])('of the signer, %s, voids the signature and takes the decision back; nothing is dispatched', async (_, days) => {
    const c = await a.submission().signed()
    if (days > 0) await (await a.as('admin')).do('moveAgencyClock', { days })
    await leaves('decisionMaker', c)
    expect(await states(c)).toEqual(['drafting', 'consolidation'])
    expect(await signaturesOf(c)).toMatchObject([{ voided: 'My brother works there.' }])
    await a.pass(2)
    expect(await states(c)).toEqual(['drafting', 'consolidation'])
    expect((await c.now())['register_no']).toBeNull()
    // Another signs what is sent anew.
    await c.sendForSignature()
    const { id, version } = await c.decision()
    await (await a.as('deputy')).sign('signDecision', 'decision', 'approved', { id, version, affirmed: true })
    expect((await c.decision()).state).toBe('signed')
  })

  test('of the first of two signers leaves nothing to countersign', async () => {
    const c = await signedForTwo()
    await leaves('decisionMaker', c)
    const { id, version } = await c.decision()
    expect(
      await (await a.as('deputy')).send('beginSigning', { id, process: 'decision', meaning: 'countersigned', version }),
    ).not.toHaveProperty('recordHash')
    expect(await states(c)).toEqual(['drafting', 'consolidation'])
  })

  test('of the drafter takes the draft back; the next case manager writes it anew', async () => {
    const c = await a.submission().signed()
    const next = await a.hire(['caseManager'])
    await leaves('manager', c)
    expect(await states(c)).toEqual(['drafting', 'consolidation'])
    expect(await signaturesOf(c)).toMatchObject([{ voided: 'My brother works there.' }])
    expect((await sees(next, c)).submission).toMatchObject({ recused: false, manager: { id: next.id } })
    expect((await sees(await a.as('manager'), c)).submission).toMatchObject({ recused: true, manager: null })
    expect(await next.send('submitForSignature', await on(c))).toMatchObject({
      __typename: 'Incomplete',
      unmet: [{ code: 'drafterRecused', message: expect.stringMatching(/anew/) as string }],
    })
    await next.do('saveDecision', { ...(await on(c)), ...c.draftInput() })
    expect(await next.do('submitForSignature', await on(c))).toMatchObject({ state: 'forSignature' })
    await dismiss(next)
  })

  test('of the only case manager leaves the place empty, for all to see', async () => {
    const c = await a.submission().inReview()
    await leaves('manager', c)
    expect((await sees(await a.as('inspector'), c)).submission.manager).toBeNull()
  })

  test('of a reviewer whose report it stands on takes it back, and the stage is taken up again', async () => {
    const c = await a.submission({ by: 'rival' }).signed()
    const [assignment] = await a.of('reviewer_assignment', c.id, `stage = 'technical'`)
    await (
      await a.as('integrity')
    ).do('recuseReviewer', { id: assignment?.id, version: assignment?.version, reason: 'She advised them.' })
    expect(await states(c)).toEqual(['drafting', 'inReview'])
    expect((await c.stage()).state).toBe('reopened')
    expect(await signaturesOf(c)).toMatchObject([{ voided: 'She advised them.' }])
  })

  test('of a stage lead gives the stages to another, who checks and signs again', async () => {
    const c = await a.submission().signed()
    const next = await a.hire(['stageLead'])
    await leaves('lead', c)
    expect(await states(c)).toEqual(['drafting', 'inReview'])
    expect(new Set((await c.stages()).map(({ state }) => state))).toEqual(new Set(['leadCheck']))
    const { stages } = (await sees(next, c)).submission
    expect(stages.map(({ lead }) => lead)).toEqual(stages.map(() => ({ id: next.id })))
    for (const stage of await c.stages())
      await next.sign('signReconciliation', 'reviewStage', 'reconciled', { id: stage.id, version: stage.version })
    expect(await states(c)).toEqual(['drafting', 'consolidation'])
    await leaves(next, c)
    expect((await sees(await a.as('manager'), c)).submission.stages.map(({ lead }) => lead)).toEqual(
      stages.map(() => null),
    )
    await dismiss(next)
  })

  test('of anybody else leaves it where it is', async () => {
    const c = await a.submission().signed()
    await leaves('screener2', c)
    expect(await states(c)).toEqual(['signed', 'decisionPending'])
  })
})

describe('a signature that was begun is not sealed', () => {
  const begin = async (c: CaseInTheMaking, who: Visitor, meaning = 'approved') => {
    const { id, version } = await c.decision()
    return { id, version, affirmed: true, ...(await who.begin('decision', meaning, id)) }
  }
  const unsigned = async (c: CaseInTheMaking) => {
    expect(await signaturesOf(c)).toEqual([])
    expect((await c.decision()).state).toBe('forSignature')
  }
  const revoke = ({ id }: Visitor) => a.rows(`update person set roles = '{inspector}' where id = $1`, [id])

  test('by who lost the role since', async () => {
    const c = await a.submission().forSignature()
    const signer = await a.hire(['decisionMaker'])
    const input = await begin(c, signer)
    await revoke(signer)
    expect(await signer.send('signDecision', input)).toMatchObject({ __typename: 'NotPermitted' })
    await unsigned(c)
  })

  test('by who loses the role, the account or the session while the proof is checked', async () => {
    const c = await a.submission().forSignature()
    for (const lose of [
      revoke,
      ({ id }: Visitor) => a.rows(`update account set disabled_at = now() where person_id = $1`, [id]),
      ({ id }: Visitor) => a.rows(`delete from session where person_id = $1`, [id]),
    ]) {
      const signer = await a.hire(['decisionMaker'])
      const input = await begin(c, signer)
      // Whoever holds the case holds up the seal, which by then has checked the session.
      const holder = new pg.Client({ connectionString: a.database.ownerUrl })
      await holder.connect()
      await holder.query('begin')
      await holder.query('select 1 from submission where id = $1 for update', [c.id])
      const sealing = signer.send('signDecision', input)
      const held = `select 1 from pg_stat_activity where datname = current_database() and usename = 'portal_app' and wait_event_type = 'Lock'`
      await expect.poll(() => a.rows(held), { timeout: 2000 }).toHaveLength(1)
      await lose(signer)
      await holder.end()
      expect(await sealing).toMatchObject({ __typename: 'NotPermitted' })
      await unsigned(c)
    }
  })

  test('in another session of the same person', async () => {
    const c = await a.submission().forSignature()
    const input = await begin(c, await a.as('decisionMaker'))
    expect(await (await a.again('decisionMaker')).send('signDecision', input)).toMatchObject({
      __typename: 'Invalid',
      issues: [{ path: 'ceremonyId' }],
    })
    await unsigned(c)
  })

  test('by a second one, nor twice by the same', async () => {
    const c = await forTwo()
    const [maker, deputy] = [await a.as('decisionMaker'), await a.as('deputy')]
    const [one, other] = [await begin(c, maker), await begin(c, deputy)]
    const both = await Promise.all([maker.send('signDecision', one), deputy.send('signDecision', other)])
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Decision', 'Stale'])
    const first = both[0]?.__typename === 'Decision' ? maker : deputy
    const used = first === maker ? one : other
    const { version } = await c.decision()
    expect(await first.send('countersignDecision', { ...used, version })).toMatchObject({ __typename: 'NotPermitted' })
    expect(await signaturesOf(c)).toHaveLength(1)
    expect((await c.decision()).state).toBe('signed')
  })

  test('once its case is withdrawn', async () => {
    const c = await a.submission().forSignature()
    const maker = await a.as('decisionMaker')
    const input = await begin(c, maker)
    const { id, version } = await c.now()
    await (await c.applicant()).do('withdrawSubmission', { id, version, reason: 'We build another model.' })
    expect(await maker.send('signDecision', input)).toMatchObject({ __typename: 'Stale' })
    const { version: now } = await c.decision()
    expect(await maker.send('signDecision', { ...input, version: now })).toMatchObject({ __typename: 'OutOfTurn' })
    expect(await signaturesOf(c)).toEqual([])
  })
})

describe('while an interest is being checked', () => {
  const states = async (c: CaseInTheMaking) => [(await c.decision()).state, (await c.now()).state]
  const issued = ['issued', 'decided']
  const waiting = ['signed', 'decisionPending']
  const back = ['drafting', 'consolidation']
  /** As if this person had been proposed for a stage before it was reported, and were asked for interests only now. */
  const declares = async (c: CaseInTheMaking, who: Visitor) => {
    const { id } = await a.one<{ id: string }>(
      `insert into reviewer_assignment (case_id, organisation_id, stage_id, stage, reviewer_id, state, proposed_by, reference, names, proposed_at)
       select case_id, organisation_id, stage_id, stage, $2, 'declaring', proposed_by, reference, names, proposed_at from reviewer_assignment where case_id = $1 limit 1 returning id`,
      [c.id, who.id],
    )
    const { version } = await a.row('reviewer_assignment', id)
    await who.do('declareInterest', { id, version, kinds: ['shares'], detail: 'Twenty shares.' })
    return id
  }
  const challenged = async (c: CaseInTheMaking) => {
    const [report] = await a.of('reviewer_assignment', c.id, `stage = 'technical'`)
    const { id, version } = report as Row
    await (await a.as('manager')).do('challengeReviewer', { id, version, reason: 'She advised them, it is said.' })
    return id
  }
  const rule = async (mutation: 'clearInterest' | 'recuseReviewer', id: string) => {
    const { version } = await a.row('reviewer_assignment', id)
    await (await a.as('integrity')).do(mutation, { id, version, reason: 'Looked into.' })
    await a.tick()
  }
  const signedBy = async (who: Visitor) => {
    const c = await a.submission().forSignature()
    await who.sign('signDecision', 'decision', 'approved', { ...(await on(c)), affirmed: true })
    return c
  }
  const hireSigner = () => a.hire(['decisionMaker', 'reviewer'])
  const dismiss = ({ id }: Visitor) => a.rows(`update person set roles = '{}' where id = $1`, [id])

  test('of the signer, nothing is dispatched when the recall delay ends; cleared, it goes out at once', async () => {
    const signer = await hireSigner()
    const c = await signedBy(signer)
    const check = await declares(c, signer)
    await a.pass(1)
    await a.pass(1)
    expect(await states(c)).toEqual(waiting)
    expect((await c.now())['register_no']).toBeNull()
    await rule('clearInterest', check)
    expect(await states(c)).toEqual(issued)
    // They signed, so they do not review.
    expect((await a.row('reviewer_assignment', check)).state).toBe('reassigned')
    await dismiss(signer)
  })

  test('of the signer, cleared before the recall delay ends, it goes out at its time', async () => {
    const signer = await hireSigner()
    const c = await signedBy(signer)
    await rule('clearInterest', await declares(c, signer))
    expect(await states(c)).toEqual(waiting)
    await a.pass(1)
    expect(await states(c)).toEqual(issued)
    await dismiss(signer)
  })

  test('of the signer, who is then recused, the decision goes back and is never dispatched', async () => {
    const signer = await hireSigner()
    const c = await signedBy(signer)
    const check = await declares(c, signer)
    await a.pass(1)
    await rule('recuseReviewer', check)
    expect(await states(c)).toEqual(back)
    expect(await signaturesOf(c)).toMatchObject([{ voided: 'Looked into.' }])
    await a.pass(1)
    expect(await states(c)).toEqual(back)
    await dismiss(signer)
  })

  test('of the drafter, nothing is dispatched until it is cleared', async () => {
    const c = await a.submission().signed()
    const check = await declares(c, await a.as('manager'))
    await a.pass(1)
    expect(await states(c)).toEqual(waiting)
    await rule('clearInterest', check)
    expect(await states(c)).toEqual(issued)
  })

  test('of two whose word it holds, nothing is dispatched until both are cleared', async () => {
    const signer = await hireSigner()
    const c = await signedBy(signer)
    const [one, other] = [await declares(c, signer), await challenged(c)]
    await a.pass(1)
    await rule('clearInterest', one)
    expect(await states(c)).toEqual(waiting)
    await rule('clearInterest', other)
    expect(await states(c)).toEqual(issued)
    await dismiss(signer)
  })

  test('of somebody on whose word it does not stand, it goes out at its time', async () => {
    const c = await a.submission().signed()
    await declares(c, await a.hire(['reviewer']))
    await a.pass(1)
    expect(await states(c)).toEqual(issued)
  })

  test('nobody countersigns, and who would is told why and who acts next, not whose interest it is', async () => {
    const c = await signedForTwo()
    const check = await challenged(c)
    const deputy = await a.as('deputy')
    const { id, version } = await c.decision()
    const because = {
      code: 'decisionUnderCheck',
      message: expect.stringMatching(/cannot be issued yet\. The integrity officer rules on it/) as string,
    }
    const begin = { id, process: 'decision', meaning: 'countersigned' }
    const refused = await deputy.send('beginSigning', begin)
    expect(refused).toMatchObject({ __typename: 'Incomplete', unmet: [because] })
    const { decision } = await deputy.read(
      `query($id: ID!) { decision(id: $id) { permits { event allowed because { code message } } } }`,
      { id },
    )
    expect(decision.permits).toContainEqual({ event: 'COUNTERSIGN', allowed: false, because: [because] })
    expect(JSON.stringify([refused, decision])).not.toMatch(/advised|Lin|reviewer/i)
    await rule('clearInterest', check)
    await deputy.sign('countersignDecision', 'decision', 'countersigned', { id, version, affirmed: true })
    expect(await states(c)).toEqual(issued)
  })

  test('a countersignature that was begun before the check is not sealed in it', async () => {
    const c = await signedForTwo()
    const deputy = await a.as('deputy')
    const { id, version } = await c.decision()
    const seal = await deputy.begin('decision', 'countersigned', id)
    const check = await challenged(c)
    expect(await deputy.send('countersignDecision', { id, version, affirmed: true, ...seal })).toMatchObject({
      __typename: 'Incomplete',
      unmet: [{ code: 'decisionUnderCheck' }],
    })
    expect(await states(c)).toEqual(waiting)
    // That there is a check is told to staff, and to nobody outside.
    const told = (agency: string) =>
      a.rows(
        `select decision_under_check($1) as checked from (select set_config('app.agency', $2, false), set_config('app.system_case', '', false)) set`,
        [c.id, agency],
      )
    expect([await told('yes'), await told('')]).toEqual([[{ checked: true }], [{ checked: false }]])
    await rule('clearInterest', check)
  })
})

test('a case whose decision is signed, and not past recall, is withdrawn with it', async () => {
  const c = await a.submission().signed()
  const { id, version } = await c.now()
  await (await c.applicant()).do('withdrawSubmission', { id, version, reason: 'We build another model.' })
  expect((await c.decision()).state).toBe('abandoned')
  expect(await signaturesOf(c)).toMatchObject([{ voided: 'withdrawn' }])
})

test('who signed a decision and then says to review the case is told that one person may not do both', async () => {
  const c = await a.submission().forSignature()
  const both = await a.hire(['decisionMaker', 'reviewer'])
  await both.sign('signDecision', 'decision', 'approved', { ...(await on(c)), affirmed: true })
  // As if the lead had proposed them while the stage was open: no policy looks at a signature that is still to come.
  const { id } = await a.one<{ id: string }>(
    `insert into reviewer_assignment (case_id, organisation_id, stage_id, stage, reviewer_id, state, proposed_by, reference, names, proposed_at)
     select case_id, organisation_id, stage_id, stage, $2, 'declaring', proposed_by, reference, names, proposed_at from reviewer_assignment where case_id = $1 limit 1 returning id`,
    [c.id, both.id],
  )
  const { version } = await a.row('reviewer_assignment', id)
  expect(await both.send('declareNoInterest', { id, version, affirmed: true })).toMatchObject({
    __typename: 'NotPermitted',
    message: 'You have another part in this case, and one person may not have both.',
  })
  expect((await a.row('reviewer_assignment', id))['state']).toBe('declaring')
  await a.rows(`update person set roles = '{}' where id = $1`, [both.id])
})
