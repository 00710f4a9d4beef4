import type { SoftwarePasskey } from '@placet/shared/passkey/passkey.schema'
import { SoftwareAuthenticator } from '@placet/shared/passkey/software-authenticator'
import type { RequestOptions } from '@placet/shared/passkey/software-authenticator'

/** One of the demonstration's people with their passkey, which the demonstration tells everybody. */
export async function authenticatorOf(url: string, email: string): Promise<SoftwareAuthenticator> {
  const accounts = (await (await fetch(`${url}/auth/demo-accounts`)).json()) as {
    email: string
    passkey: SoftwarePasskey
  }[]
  const person = accounts.find((account) => account.email === email)
  if (!person) throw new Error(`There is no demo account of ${email}.`)
  return new SoftwareAuthenticator(url, [person.passkey])
}

/** Signs in as one of the demonstration's people; returns the headers of their requests. */
export async function signInAs(url: string, email: string): Promise<Record<string, string>> {
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify(body),
    })
  const options = (await (await post('/auth/sign-in/options', {})).json()) as RequestOptions
  const authenticator = await authenticatorOf(url, email)
  const answer = await post('/auth/sign-in/passkey', { answer: await authenticator.get(options) })
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  return { origin: url, cookie }
}
