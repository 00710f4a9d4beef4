import { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { boot, TestPortal } from '../../test/portal.ts'
import { seed } from './seed.ts'

let a: TestPortal
beforeAll(async () => {
  a = new TestPortal(await boot())
}, 60_000)
afterAll(() => a.close())

const Account = z.object({ email: z.string(), passkey: SoftwarePasskey })
const accounts = async () => z.array(Account).parse(await (await a.anyone.fetch('/auth/demo-accounts')).json())
const kept = () => a.rows<{ name: string }>(`select name from passkey`)

test('each of the demo’s people has one passkey for this host, and a restart keeps it', async () => {
  const before = await accounts()
  expect(before.length).toBe(15)
  expect(new Set(before.map(({ passkey }) => passkey.id)).size).toBe(15)
  expect(before[0]?.passkey.rpId).toBe('localhost')
  expect(await seed(a.database.ownerUrl, 'development', 'http://localhost:3000')).toBe(false)
  expect(await accounts()).toEqual(before)
  expect(await kept()).toHaveLength(15)
})

test('a demo that was made before passkeys, or for another host, is given them at the next start', async () => {
  await a.rows(`delete from passkey where id in (select passkey_id from demo_passkey limit 4)`)
  await seed(a.database.ownerUrl, 'development', 'https://placet.example')
  const now = await accounts()
  expect(now.map(({ passkey }) => passkey.rpId)).toEqual(Array.from({ length: 15 }, () => 'placet.example'))
  expect(await kept()).toHaveLength(15)
})

test('production is given none', async () => {
  await a.rows(`delete from passkey`)
  await a.rows(`delete from demo_marker`)
  await seed(a.database.ownerUrl, 'production', 'https://placet.example')
  expect(await kept()).toEqual([])
})
