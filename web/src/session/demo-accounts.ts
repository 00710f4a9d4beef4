import { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import * as z from 'zod/mini'

const DemoAccount = z.object({
  email: z.string(),
  password: z.string(),
  name: z.string(),
  office: z.nullish(z.string()),
  roles: z.array(z.string()),
  passkey: z.nullish(SoftwarePasskey),
})
export type DemoAccount = z.infer<typeof DemoAccount>

let known: Promise<DemoAccount[]> | undefined

/** The accounts that anybody may use in demo mode; none in the others, where the address does not exist. Asked for once. */
export function readDemoAccounts(): Promise<DemoAccount[]> {
  known ??= read()
  return known
}

async function read(): Promise<DemoAccount[]> {
  const answer = await fetch('/auth/demo-accounts', { headers: { accept: 'application/json' } }).catch(() => null)
  // Not reached: the next one asks again.
  if (answer === null) known = undefined
  if (!answer?.ok) return []
  const accounts = z.safeParse(z.array(DemoAccount), await answer.json())
  return accounts.success ? accounts.data : []
}
