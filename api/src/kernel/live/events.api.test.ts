import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Arranger } from '../../../test/arrange.ts'
import { LivePage } from '../../../test/live.ts'

let a: Arranger
const pages: LivePage[] = []
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(async () => {
  for (const page of pages) page.close()
  await a.close()
})

async function open(...given: Parameters<typeof LivePage.open>): Promise<LivePage> {
  const page = await LivePage.open(...given)
  pages.push(page)
  return page
}

const soon = { timeout: 5000 }
/** Long enough for what would have been told. */
const aWhile = () => new Promise((settle) => setTimeout(settle, 700))

describe('a page is told of what its reader may see, and of nothing else', () => {
  test('the applicant of their own case, the agency once it is filed, another organisation never', async () => {
    const [officer, manager, rival] = [await a.as('officer'), await a.as('manager'), await a.as('rival')]
    const [mine, theirs, others] = [await open(officer), await open(manager), await open(rival)]
    const filed = await a.submission().submitted()
    await expect
      .poll(() => mine.about(filed.id), soon)
      .toContainEqual({
        kind: 'submission',
        id: filed.id,
        case: filed.id,
        own: true,
      })
    await expect.poll(() => theirs.about(filed.id).length, soon).toBeGreaterThan(0)
    expect(theirs.about(filed.id).every((message) => message.own === false)).toBe(true)
    await aWhile()
    expect(others.told).toEqual([])
    expect(Object.keys((theirs.about(filed.id)[0] ?? {}) as object).sort()).toEqual(['case', 'id', 'kind', 'own'])
  })

  test('the applicant is not told of the agency’s own steps', async () => {
    const c = await a.submission().inReview()
    const officer = await open(await a.again('officer'))
    const manager = await open(await a.again('manager'))
    await c.stage()
    const stage = await c.stage()
    await (await a.as('manager')).do('proposeReviewer', { id: stage.id, reviewerId: await a.idOf('reviewerC') })
    await expect.poll(() => manager.about(c.id).length, soon).toBeGreaterThan(0)
    await aWhile()
    expect(officer.about(c.id)).toEqual([])
  })
})

describe('a page is left', () => {
  test('when its reader is recused; the next one is told nothing of that case, and of others all the same', async () => {
    const [shut, other] = [await a.submission().inReview(), await a.submission().inReview()]
    const officer = await a.hire(['screeningOfficer'])
    const before = await open(officer)
    await officer.do('recuseSelf', { id: shut.id, reason: 'I know them.' })
    await expect.poll(() => before.ended, soon).toBe(true)
    const after = await open(officer)
    for (const c of [shut, other]) {
      const stage = await c.stage()
      await (await a.as('manager')).do('proposeReviewer', { id: stage.id, reviewerId: await a.idOf('reviewerB') })
    }
    await expect.poll(() => after.about(other.id).length, soon).toBeGreaterThan(0)
    await aWhile()
    expect(after.about(shut.id)).toEqual([])
    expect(after.ended).toBe(false)
  })

  test('when its session ends, and when the account is closed', async () => {
    const [one, two] = [await a.hire(['caseManager']), await a.hire(['caseManager'])]
    const [first, second] = [await open(one), await open(two)]
    await a.rows(`delete from session where person_id = $1`, [one.id])
    await expect.poll(() => first.ended, soon).toBe(true)
    expect((await open(one)).status).toBe(401)
    await a.rows(`update account set disabled_at = now() where person_id = $1`, [two.id])
    const filed = await a.submission().submitted()
    await expect.poll(() => second.ended, soon).toBe(true)
    expect(second.about(filed.id)).toEqual([])
  })

  test('being told of something keeps no session alive', async () => {
    const manager = await a.hire(['caseManager'])
    const page = await open(manager)
    await a.rows(`update session set seen_at = now() - interval '14 minutes' where person_id = $1`, [manager.id])
    const c = await a.submission().submitted()
    await expect.poll(() => page.about(c.id).length, soon).toBeGreaterThan(0)
    const { idle } = await a.one<{ idle: boolean }>(
      `select seen_at < now() - interval '13 minutes' as idle from session where person_id = $1`,
      [manager.id],
    )
    expect(idle).toBe(true)
    await a.rows(`update session set seen_at = now() - interval '16 minutes' where person_id = $1`, [manager.id])
    await a.submission().submitted()
    await expect.poll(() => page.ended, soon).toBe(true)
  })
})

test('strangers, pages of other sites, and a fourth page of one session are not served', async () => {
  expect((await open(a.anyone)).status).toBe(401)
  const officer = await a.again('officer')
  for (const site of ['cross-site', 'same-site', 'none'])
    expect((await open(officer, { 'sec-fetch-site': site })).status).toBe(403)
  const statuses = []
  for (let page = 0; page < 4; page += 1) statuses.push((await open(officer)).status)
  expect(statuses).toEqual([200, 200, 200, 204])
})

test('its answer is a stream that nobody keeps', async () => {
  const answer = await (await a.again('officer')).fetch('/events')
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  await answer.body?.cancel()
})
