/** Signs in as one of the demonstration's people; returns the headers of their requests. */
export async function signInAs(url: string, email: string): Promise<Record<string, string>> {
  const accounts = (await (await fetch(`${url}/auth/demo-accounts`)).json()) as { email: string; password: string }[]
  const person = accounts.find((account) => account.email === email)
  if (!person) throw new Error(`There is no demo account of ${email}.`)
  const answer = await fetch(`${url}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: person.password }),
  })
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  return { origin: url, cookie }
}
