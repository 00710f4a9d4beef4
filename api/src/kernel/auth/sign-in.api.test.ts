import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../../../test/arrange.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

async function signIn(body: object): Promise<{ status: number; body: unknown }> {
  const answer = await a.anyone.fetch('/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

test('a wrong password, an unknown account and a missing one are told by the same code', async () => {
  const wrong = await signIn({ email: 'officer@helio.example', password: 'not-this-one' })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'WRONG_CREDENTIALS' } })
  expect(await signIn({ email: 'nobody@helio.example', password: 'not-this-one' })).toEqual(wrong)
  expect(await signIn({ email: 'officer@helio.example', password: '' })).toEqual(wrong)
  expect(await signIn({})).toEqual(wrong)
})

test('after too many tries it says in how many seconds the next one is listened to', async () => {
  const guess = { email: 'guessed@helio.example', password: 'not-this-one' }
  await a.rows(`insert into sign_in_failure (key) select 'account:' || $1 from generate_series(1, 9)`, [guess.email])
  const { status, body } = await signIn(guess)
  expect(status).toBe(429)
  expect(body).toMatchObject({ code: 'RATE_LIMITED' })
  const { retryAfter } = body as { retryAfter: number }
  expect(retryAfter).toBeGreaterThan(0)
  expect(retryAfter).toBeLessThanOrEqual(16)
})

test('more at once than this process can hash are asked to come again, and it is no fault', async () => {
  const guesses = Array.from({ length: 100 }, (_, index) =>
    signIn({ email: `guess${index}@helio.example`, password: 'not-this-one' }),
  )
  const statuses = (await Promise.all(guesses)).map(({ status }) => status)
  expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([])
})
