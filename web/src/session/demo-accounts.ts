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

/** The accounts that anybody may use in demo mode; none in the others, where the address does not exist. */
export async function readDemoAccounts(): Promise<DemoAccount[]> {
  const answer = await fetch('/auth/demo-accounts', { headers: { accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) return []
  const accounts = z.safeParse(z.array(DemoAccount), await answer.json())
  return accounts.success ? accounts.data : []
}
