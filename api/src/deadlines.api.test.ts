import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger, claimRow, pack } from '../test/arrange.ts'
import type { CaseInTheMaking, Row } from '../test/arrange.ts'
import { system } from './kernel/auth/actor.ts'

/**
 * Every timer of the pack's clocks for the machines of this version is seen to fire when the demo clock moves.
 * The clock is one for all cases of the file and never goes back: each test makes its own case and moves on from there.
 */
let a: Arranger

beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const clockOf = async (caseId: string, key: string): Promise<Row & { breached: boolean; ended: boolean }> =>
  a.one(
    `select *, breached_at is not null as breached, ended_at is not null as ended from clock where case_id = $1 and key = $2 order by started_at desc limit 1`,
    [caseId, key],
  )
/** Events of the timers that fired in a case, in order. */
const fired = async (caseId: string, subjectId: string | null = null): Promise<string[]> =>
  (
    await a.rows<{ event: string }>(
      `select event from timer where case_id = $1 and fired_at is not null and ($2::uuid is null or subject_id = $2) order by due_at, event`,
      [caseId, subjectId],
    )
  ).map(({ event }) => event)
/** The last step of a process in a case, and whether the portal itself took it. */
const lastStep = async (caseId: string, process: string) => {
  const { event, to_state, actor_id } = await a.one<{ event: string; to_state: string; actor_id: string }>(
    `select event, to_state, actor_id from transition where case_id = $1 and process = $2 order by seq desc limit 1`,
    [caseId, process],
  )
  return { event, to: to_state, bySystem: actor_id === system.id }
}
const bySystem = (event: string, to: string) => ({ event, to, bySystem: true })
const topics = async (caseId: string, kind: 'breach' | 'reminder') =>
  (
    await a.rows<{ topic: string }>(`select topic from outbox where case_id = $1 and topic like $2 order by seq`, [
      caseId,
      `clock.${kind}.%`,
    ])
  ).map(({ topic }) => topic)

const dayMs = 86_400_000
const offsetDays = async () =>
  (await a.one<{ days: number }>(`select clock_offset_days as days from agency_setting`)).days
/** Moves on to the last whole day before the moment: less than a day is left of it. */
const before = async (due: unknown): Promise<void> => {
  const left = Math.floor((Number(due) - Date.now()) / dayMs - (await offsetDays()))
  if (left > 0) await a.pass(left)
  else await a.tick()
}
/** A due date on a weekend or holiday moves to the next working day, so every wait is measured by the clock itself. */
const dueOf = async (caseId: string, key: string) => (await clockOf(caseId, key))['due_at']
const timerOf = async (subjectId: string, event: string) =>
  (
    await a.one<{ due_at: Date }>(
      `select due_at from timer where subject_id = $1 and event = $2 order by due_at desc limit 1`,
      [subjectId, event],
    )
  ).due_at

/** Clocks of the pack that tests below see fire, the one that is met as it starts, and those of a later version. */
const seen = [
  'acknowledge',
  'screening',
  'screeningHold',
  'reviewI',
  'reviewII',
  'reviewIII',
  'reviewIV',
  'firstSubstantiveContact',
  'missedDecision',
  'stageReport',
  'coiDeclaration',
  'irResponse',
  'irCompleteness',
  'noticeOfIntent',
  'countersign',
  'appealLodge',
  'renewalWindow',
]
const met = ['publish']
const later = { appealDecide: 'the appeal’s machine', urgentSuspension: 'urgent suspensions' }

test('every clock of the seven machines is seen to fire below', () => {
  const machines = [
    'Submission',
    'ConfidentialityClaim',
    'ReviewStage',
    'ReviewerAssignment',
    'Decision',
    'Approval',
    'InformationRequest',
  ]
  const clocks = pack.clocks.filter(({ machine }) => machines.includes(machine)).map(({ id }) => id)
  expect(clocks.toSorted()).toEqual([...seen, ...met, ...Object.keys(later)].toSorted())
})

describe('before the review', () => {
  test('acknowledge: three working days, then a breach is on record and the case waits', async () => {
    const c = await a.submission().submitted()
    expect(await clockOf(c.id, 'acknowledge')).toMatchObject({ limit_days: 3, business_days: true })
    await before(await dueOf(c.id, 'acknowledge'))
    expect((await clockOf(c.id, 'acknowledge')).breached).toBe(false)
    await a.pass(1)
    expect((await clockOf(c.id, 'acknowledge')).breached).toBe(true)
    expect(await topics(c.id, 'breach')).toEqual(['clock.breach.ESCALATE'])
    expect((await c.now()).state).toBe('submitted')
    expect(
      await a.rows(`select action, outcome from audit_entry where case_id = $1 and outcome = 'breach'`, [c.id]),
    ).toEqual([{ action: 'ESCALATE', outcome: 'breach' }])
  })

  test('screening: after 15 days the file is deemed complete, with a case manager and its stages', async () => {
    const c = await a.submission().screening()
    expect(await clockOf(c.id, 'screening')).toMatchObject({ limit_days: 15, business_days: false })
    await before(await dueOf(c.id, 'screening'))
    expect((await c.now()).state).toBe('screening')
    await a.pass(1)
    expect(await lastStep(c.id, 'submission')).toEqual(bySystem('DEEMED_COMPLETE', 'inReview'))
    expect(await c.now()).toMatchObject({ state: 'inReview', risk_class: 'I', manager_id: await a.idOf('manager') })
    expect((await c.stages()).length).toBeGreaterThan(2)
    expect(await clockOf(c.id, 'reviewI')).toMatchObject({ ended: false })
  })

  test('screening: a file that was acknowledged too late is deemed complete all the same', async () => {
    const c = await a.submission().submitted()
    await before(await dueOf(c.id, 'screening'))
    await a.pass(2)
    expect((await c.now()).state).toBe('submitted')
    const { id, version } = await c.now()
    await (await a.as('screener')).do('acknowledgeSubmission', { id, version })
    await a.pass(1)
    expect(await lastStep(c.id, 'submission')).toEqual(bySystem('DEEMED_COMPLETE', 'inReview'))
  })

  test('screeningHold: 60 days, then the returned file is withdrawn', async () => {
    const c = await a.submission().returned()
    expect(await clockOf(c.id, 'screeningHold')).toMatchObject({ limit_days: 60, applicant_sees: true })
    await before(await dueOf(c.id, 'screeningHold'))
    expect((await c.now()).state).toBe('returnedIncomplete')
    await a.pass(1)
    expect(await lastStep(c.id, 'submission')).toEqual(bySystem('TIMEOUT', 'withdrawn'))
    expect(await a.of('clock', c.id, 'ended_at is null')).toEqual([])
    expect(await a.of('timer', c.id, 'fired_at is null and cancelled_at is null')).toEqual([])
  })
})

describe('in review', () => {
  test('review I to IV, first contact, stage reports and the letter after a missed decision fire at their days', async () => {
    const classes = ['I', 'II', 'III', 'IV'] as const
    const cases: CaseInTheMaking[] = []
    for (const riskClass of classes) cases.push(await a.submission({ riskClass }).inReview())
    const limits = { I: [45, 30, 23], II: [90, 60, 45], III: [150, 99, 75], IV: [210, 139, 105] }
    for (const [index, c] of cases.entries()) {
      const riskClass = classes[index] ?? 'I'
      const keys = [`review${riskClass}`, 'firstSubstantiveContact', 'stageReport']
      const clocks = await Promise.all(keys.map((key) => clockOf(c.id, key)))
      expect(clocks.map((clock) => clock['limit_days'])).toEqual(limits[riskClass])
    }
    // In the order in which they fall due, across all four cases.
    for (const [index, c] of cases.entries())
      for (const key of ['stageReport', 'firstSubstantiveContact', `review${classes[index] ?? ''}`]) {
        if ((await clockOf(c.id, key)).breached) continue
        await before(await dueOf(c.id, key))
        expect({ key, breached: (await clockOf(c.id, key)).breached }).toEqual({ key, breached: false })
        await a.pass(1)
        expect({ key, breached: (await clockOf(c.id, key)).breached }).toEqual({ key, breached: true })
      }
    for (const c of cases) {
      expect(await clockOf(c.id, 'missedDecision')).toMatchObject({ limit_days: 10, applicant_sees: true })
      await before(await dueOf(c.id, 'missedDecision'))
      await a.pass(1)
      expect(await clockOf(c.id, 'missedDecision')).toMatchObject({ breached: true })
      expect(await topics(c.id, 'breach')).toEqual(
        expect.arrayContaining([
          'clock.breach.REMIND',
          'clock.breach.ESCALATE',
          'clock.breach.BREACHED',
          'clock.breach.LIST_WHAT_IS_OPEN',
        ]),
      )
    }
    // A breach is no decision: the cases stay where they are.
    for (const c of cases) expect((await c.now()).state).toBe('inReview')
  })

  test.each(['proposed', 'declaring'] as const)(
    'coiDeclaration: %s assignments lapse after three working days',
    async (to) => {
      const c = await a.submission().inReview()
      const row = await c.assign(await c.stage(), 'reviewerA', to)
      expect(await clockOf(c.id, 'coiDeclaration')).toMatchObject({ limit_days: 3, business_days: true })
      await before(await dueOf(c.id, 'coiDeclaration'))
      expect((await a.row('reviewer_assignment', row.id)).state).toBe(to)
      await a.pass(1)
      expect((await a.row('reviewer_assignment', row.id)).state).toBe('lapsed')
      expect(await lastStep(c.id, 'reviewerAssignment')).toEqual(bySystem('TIMEOUT', 'lapsed'))
      // The stage can be given to somebody again.
      expect((await c.assign(await c.stage(), 'reviewerA')).state).toBe('active')
    },
  )
})

describe('an information request', () => {
  test('irResponse: reminders at 30, 14 and 3 days, then it lapses and the case is withdrawn', async () => {
    const c = await a.submission().inReview()
    await c.assign(await c.stage(), 'reviewerA')
    const row = await c.request('issued')
    expect(await clockOf(c.id, 'irResponse')).toMatchObject({ limit_days: 60, applicant_sees: true })
    const told: string[] = []
    for (const event of ['REMIND:30', 'REMIND:14', 'FINAL_NOTICE:3']) {
      const due = await timerOf(row.id, event)
      expect(Number(await dueOf(c.id, 'irResponse')) - Number(due)).toBe(Number(event.split(':')[1]) * dayMs)
      await before(due)
      expect(await fired(c.id, row.id)).toEqual(told)
      await a.pass(1)
      told.push(event)
      expect(await fired(c.id, row.id)).toEqual(told)
    }
    expect(await topics(c.id, 'reminder')).toEqual([
      'clock.reminder.REMIND:30',
      'clock.reminder.REMIND:14',
      'clock.reminder.FINAL_NOTICE:3',
    ])
    await before(await dueOf(c.id, 'irResponse'))
    expect((await c.now()).state).toBe('onHold')
    await a.pass(1)
    expect(await lastStep(c.id, 'informationRequest')).toEqual(bySystem('TIMEOUT', 'lapsed'))
    expect(await lastStep(c.id, 'submission')).toEqual(bySystem('TIMEOUT', 'withdrawn'))
    expect(new Set((await c.stages()).map(({ state }) => state))).toEqual(new Set(['closed']))
    expect(await lastStep(c.id, 'reviewerAssignment')).toEqual(bySystem('CASE_ENDED', 'released'))
  })

  test('the last notice is given before it lapses, even if the worker slept through all of it', async () => {
    const c = await a.submission().inReview()
    const row = await c.request('issued')
    await a.pass(90)
    expect(await fired(c.id, row.id)).toEqual(['REMIND:30', 'REMIND:14', 'FINAL_NOTICE:3', 'TIMEOUT'])
    expect((await c.now()).state).toBe('withdrawn')
  })

  test('an extension moves its end', async () => {
    const c = await a.submission().inReview()
    const row = await c.request('issued')
    const version = async () => (await a.row('information_request', row.id)).version
    await (
      await a.as('officer')
    ).do('askExtension', { id: row.id, version: await version(), days: 30, reason: 'A study.' })
    await (
      await a.as('manager')
    ).do('ruleExtension', { id: row.id, version: await version(), grant: true, reason: 'Yes.' })
    expect(await clockOf(c.id, 'irResponse')).toMatchObject({ limit_days: 60, extended_days: 30 })
    const days = (Number(await dueOf(c.id, 'irResponse')) - Date.now()) / dayMs - (await offsetDays())
    expect(days).toBeGreaterThan(89)
    await before(await dueOf(c.id, 'irResponse'))
    expect((await c.now()).state).toBe('onHold')
    await a.pass(1)
    expect((await c.now()).state).toBe('withdrawn')
  })

  test('an extension repeats the reminders that lie ahead again, and no others', async () => {
    const c = await a.submission().inReview()
    const row = await c.request('issued')
    const grant = async (days: number) => {
      const on = async () => ({ id: row.id, version: (await a.row('information_request', row.id)).version })
      await (await a.as('officer')).do('askExtension', { ...(await on()), days, reason: 'A study.' })
      await (await a.as('manager')).do('ruleExtension', { ...(await on()), grant: true, reason: 'Yes.' })
    }
    const daysLeft = async () => {
      const left = Number(await dueOf(c.id, 'irResponse')) - Date.now()
      return left / dayMs - (await offsetDays())
    }
    const reminders = () => topics(c.id, 'reminder')
    const [remind30, remind14, last] = ['REMIND:30', 'REMIND:14', 'FINAL_NOTICE:3'].map(
      (event) => `clock.reminder.${event}`,
    )

    await before(await timerOf(row.id, 'FINAL_NOTICE:3'))
    await a.pass(1)
    expect(await reminders()).toEqual([remind30, remind14, last])
    // Some three weeks left: the reminders at 14 and at 3 days lie ahead again, the one at 30 stays behind.
    await grant(18)
    expect(await daysLeft()).toBeGreaterThan(14)
    expect(await daysLeft()).toBeLessThan(30)
    await a.tick()
    expect(await reminders()).toEqual([remind30, remind14, last])
    expect(await fired(c.id, row.id)).toEqual(['REMIND:30'])
    await before(await timerOf(row.id, 'REMIND:14'))
    await a.pass(1)
    expect(await reminders()).toEqual([remind30, remind14, last, remind14])
    await before(await timerOf(row.id, 'FINAL_NOTICE:3'))
    await a.pass(1)
    expect(await reminders()).toEqual([remind30, remind14, last, remind14, last])
    await before(await dueOf(c.id, 'irResponse'))
    expect((await c.now()).state).toBe('onHold')
    await a.pass(1)
    expect(await lastStep(c.id, 'informationRequest')).toEqual(bySystem('TIMEOUT', 'lapsed'))
  })

  test('irCompleteness: after 7 days the answer is deemed complete, and the review clock runs again as of the answer', async () => {
    const c = await a.submission().inReview()
    const { due_at: dueBefore } = await clockOf(c.id, 'reviewI')
    const row = await c.request('issued')
    expect((await clockOf(c.id, 'reviewI'))['due_at']).toBeNull()
    await a.pass(20)
    await c.answer(row)
    expect(await clockOf(c.id, 'irCompleteness')).toMatchObject({ limit_days: 7 })
    await before(await dueOf(c.id, 'irCompleteness'))
    expect((await a.row('information_request', row.id)).state).toBe('answered')
    await a.pass(1)
    expect(await lastStep(c.id, 'informationRequest')).toEqual(bySystem('DEEMED', 'closed'))
    expect(await lastStep(c.id, 'submission')).toEqual(bySystem('ANSWER_ACCEPTED_COMPLETE', 'inReview'))
    const { answered_at: answeredAt } = await a.row('information_request', row.id)
    const { id, due_at: dueAfter } = await clockOf(c.id, 'reviewI')
    const intervals = await a.rows(
      `select started_at, stopped_at from clock_interval where clock_id = $1 order by started_at`,
      [id],
    )
    expect(intervals).toHaveLength(2)
    expect(intervals[1]).toEqual({ started_at: answeredAt, stopped_at: null })
    // Twenty days stood still; the end may have moved on to a working day, before as after.
    const days = Math.round((Number(dueAfter) - Number(dueBefore)) / dayMs)
    expect(days).toBeGreaterThanOrEqual(16)
    expect(days).toBeLessThanOrEqual(25)
  })
})

describe('a decision', () => {
  test('noticeOfIntent: 15 days without a comment, then the draft goes on', async () => {
    const c = await a.submission().drafting()
    const { id, version } = await c.decision()
    await (await a.as('manager')).do('giveNotice', { id, version, text: 'We intend to refuse.' })
    expect(await clockOf(c.id, 'noticeOfIntent')).toMatchObject({ limit_days: 15, applicant_sees: true })
    await before(await dueOf(c.id, 'noticeOfIntent'))
    expect((await c.decision()).state).toBe('noticeOfIntent')
    await a.pass(1)
    expect(await lastStep(c.id, 'decision')).toEqual(bySystem('NOTICE_ELAPSED', 'drafting'))
    expect((await c.decision())['notice_done']).toBe(true)
  })

  test('countersign: 10 days, then a breach; signed, it is dispatched after the delay and not before', async () => {
    const c = await a.submission().forSignature()
    expect(await clockOf(c.id, 'countersign')).toMatchObject({ limit_days: 10, applicant_sees: false })
    await before(await dueOf(c.id, 'countersign'))
    expect((await clockOf(c.id, 'countersign')).breached).toBe(false)
    await a.pass(1)
    expect((await clockOf(c.id, 'countersign')).breached).toBe(true)
    await c.signIt()
    await a.tick()
    expect((await c.decision()).state).toBe('signed')
    await a.pass(1)
    expect(await lastStep(c.id, 'decision')).toEqual(bySystem('DISPATCH_ELAPSED', 'issued'))
    expect((await c.now()).state).toBe('decided')
    expect(await clockOf(c.id, 'countersign')).toMatchObject({ ended: true })
    expect(await clockOf(c.id, 'reviewI')).toMatchObject({ ended: true })
  })

  test('publish: met in the transaction that issues, so that it never breaches', async () => {
    const c = await a.submission().issued()
    const clock = await clockOf(c.id, 'publish')
    expect(clock).toMatchObject({ limit_days: 5, business_days: true, ended: true, end_reason: 'clock.published' })
    const { issued_at: issuedAt } = await c.decision()
    expect(clock).toMatchObject({ started_at: issuedAt, ended_at: issuedAt })
    expect(
      await a.anyone.read(`query($no: ID!) { registerEntry(no: $no, lang: en) { decision { summary } } }`, {
        no: (await c.now())['register_no'],
      }),
    ).toMatchObject({ registerEntry: { decision: { summary: 'The model may be used as its dossier states.' } } })
    await a.pass(15)
    expect((await clockOf(c.id, 'publish')).breached).toBe(false)
    const ask = `query($id: ID!) { submission(id: $id) { clocks { clock stoppedAt overdue } } }`
    const { submission } = await (await a.as('officer')).read(ask, { id: c.id })
    expect(submission.clocks).toContainEqual({
      clock: 'publish',
      stoppedAt: (issuedAt as Date).toISOString(),
      overdue: false,
    })
    // Nothing of a decided case is left running but what its holder may still use.
    expect(submission.clocks.filter(({ stoppedAt }: { stoppedAt: string | null }) => stoppedAt === null)).toEqual([])
  })

  test('a recalled one is not dispatched', async () => {
    const c = await a.submission().signed()
    const { id, version } = await c.decision()
    await (await a.as('decisionMaker')).do('recallDecision', { id, version, reason: 'A slip.' })
    await a.pass(2)
    expect((await c.decision()).state).toBe('drafting')
    expect(await a.of('approval', c.id)).toEqual([])
  })

  test('appealLodge: 30 days after one that is not a plain approval', async () => {
    const c = await a.submission({ recommend: 'approveWithConditions' }).drafting()
    const dueAt = new Date(Date.now() + ((await offsetDays()) + 365) * dayMs).toISOString().slice(0, 10)
    await c.write({ outcome: 'approveWithConditions', conditions: [{ text: 'Report.', dueAt, evidence: 'A table.' }] })
    await c.sendForSignature()
    await c.signIt()
    await a.pass(1)
    expect((await a.of('approval', c.id))[0]?.state).toBe('conditional')
    expect(await clockOf(c.id, 'appealLodge')).toMatchObject({ limit_days: 30, applicant_sees: true })
    await before(await dueOf(c.id, 'appealLodge'))
    expect((await clockOf(c.id, 'appealLodge')).breached).toBe(false)
    await a.pass(1)
    expect((await clockOf(c.id, 'appealLodge')).breached).toBe(true)
    expect(await topics(c.id, 'breach')).toContain('clock.breach.APPEAL_TIME_OVER')
  })

  test('claim expiry, renewal window and end of validity: the public reads each at once', async () => {
    const until = new Date(Date.now() + ((await offsetDays()) + 60) * dayMs).toISOString().slice(0, 10)
    const answers = { confidentialityClaims: [claimRow('operatingLogic', until)] }
    const c = await a.submission({ answers }).staffed()
    await c.reportAll()
    const [claim] = await a.of('confidentiality_claim', c.id)
    await (
      await a.as('manager')
    ).do('grantClaim', { id: claim?.id, version: claim?.version, until, reason: 'A secret.' })
    await (await a.as('manager')).do('startDecision', { id: c.id, kind: 'registration' })
    await c.write()
    await c.sendForSignature()
    await c.signIt()
    await a.pass(1)
    const entry = `query($no: ID!) { registerEntry(no: $no, lang: en) { entry { status validUntil } fields { field withheld value } } }`
    const read = async () => (await a.anyone.read(entry, { no: (await c.now())['register_no'] })).registerEntry
    const logic = async () => (await read()).fields.find(({ field }: { field: string }) => field === 'operatingLogic')
    expect(await logic()).toMatchObject({ withheld: 'confidential', value: null })
    await before(await timerOf(claim?.id ?? '', 'EXPIRE'))
    expect((await a.of('confidentiality_claim', c.id))[0]?.state).toBe('granted')
    await a.pass(1)
    expect((await a.of('confidentiality_claim', c.id))[0]?.state).toBe('expired')
    expect(await lastStep(c.id, 'confidentialityClaim')).toEqual(bySystem('EXPIRE', 'expired'))
    expect(await logic()).toMatchObject({ withheld: null, value: expect.stringMatching(/\S/) as string })

    const [{ id: approvalId } = { id: '' }] = await a.of('approval', c.id)
    const state = async () => (await a.row('approval', approvalId)).state
    await before(await timerOf(approvalId, 'RENEWAL_WINDOW'))
    expect(await fired(c.id, approvalId)).toEqual([])
    await a.pass(1)
    expect(await fired(c.id, approvalId)).toEqual(['RENEWAL_WINDOW'])
    expect(await topics(c.id, 'reminder')).toEqual(['clock.reminder.RENEWAL_WINDOW'])
    await before(await timerOf(approvalId, 'VALIDITY_ENDS'))
    expect(await state()).toBe('active')
    expect((await read()).entry.status).toBe('approved')
    await a.pass(1)
    expect(await state()).toBe('expired')
    expect(await lastStep(c.id, 'approval')).toEqual(bySystem('VALIDITY_ENDS', 'expired'))
    expect((await read()).entry.status).toBe('expired')
  })
})

test('a timer that fired does not fire again, and two workers at once fire it once', async () => {
  const c = await a.submission().screening()
  await (await a.as('admin')).do('moveAgencyClock', { days: 20 })
  await Promise.all([a.tick(), a.tick(), a.tick()])
  expect(
    await a.rows(`select 1 from transition where case_id = $1 and event = 'DEEMED_COMPLETE'`, [c.id]),
  ).toHaveLength(1)
  expect(await a.tick()).toBe(0)
})
