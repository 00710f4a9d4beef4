import { useLoaderData } from 'react-router'
import { SignInForm } from './sign-in-form.tsx'
import { type DemoAccount, readDemoAccounts } from '../../session/demo-accounts.ts'

/** Reads the demo accounts; there are none outside demo mode. */
export function loader(): Promise<DemoAccount[]> {
  return readDemoAccounts()
}

/** Sign in with a passkey, or with password and second factor, or in a demonstration as one of its people. */
export function SignInPage() {
  // A whole load, so that nothing of an earlier session stays in memory.
  return (
    <SignInForm accounts={useLoaderData<DemoAccount[]>()} onEntered={(address) => window.location.assign(address)} />
  )
}
