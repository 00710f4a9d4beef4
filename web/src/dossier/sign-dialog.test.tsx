import { screen, waitFor } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { begunCeremony } from '../stage/ceremony.ts'
import { serverOf } from '../stage/server.ts'
import { onStage } from '../stage/stage.tsx'
import type { RefusalPartsFragment } from '../ui/refusal-alert.generated.ts'
import { type Proof, SignDialog } from './sign-dialog.tsx'

afterEach(() => vi.unstubAllGlobals())

const record = JSON.stringify({ case: 'C-1', answers: { intendedPurpose: 'Finds pneumothorax', patientFacing: false } })
const signer = {
  me: { __typename: 'Me', id: 'u1', name: 'Amira Selim', office: 'Head of affairs' },
  mode: { __typename: 'PortalMode', demo: true },
}

async function open({
  begun = undefined as Parameters<typeof serverOf>[0][string] | undefined,
  refusal = null as RefusalPartsFragment | null,
  seal = vi.fn(async () => ({}) as unknown),
} = {}) {
  const ceremony = await begunCeremony({ meaning: 'submitted', record })
  const server = serverOf({ BeginSigning: begun ?? [{ beginSigning: ceremony }], Signer: [signer] })
  const onSealed = vi.fn()
  const onReadAgain = vi.fn()
  await onStage(
    <SignDialog
      open
      onClose={() => undefined}
      process="submission"
      id="s1"
      meaning="submitted"
      title="Sign and send"
      affirmation="All of it is true"
      labelOf={(key) => (key === 'intendedPurpose' ? 'Intended purpose' : undefined)}
      seal={seal}
      refusal={refusal}
      fault={null}
      sealing={false}
      onSealed={onSealed}
      onReadAgain={onReadAgain}
    />,
    { link: server.link },
  )
  return { ...server, ceremony, seal, onSealed, onReadAgain, user: userEvent.setup() }
}

test('shows the frozen record in words, its exact text, its fingerprint, and who signs', async () => {
  const { asked } = await open()
  expect(await screen.findByText('Intended purpose')).toBeVisible()
  expect(screen.getByText('Finds pneumothorax')).toBeVisible()
  expect(screen.getByText('abcd efgh')).toBeVisible()
  expect(screen.getByText('Amira Selim')).toBeVisible()
  expect(screen.getByText(record)).toBeInTheDocument()
  expect(asked.filter(({ name }) => name === 'BeginSigning')).toHaveLength(1)
  expect(asked.find(({ name }) => name === 'BeginSigning')?.variables['input']).toMatchObject({
    process: 'submission',
    id: 's1',
    meaning: 'submitted',
  })
})

test('its title is no h1: the page that it belongs to has one', async () => {
  await open()
  expect(await screen.findByRole('heading', { level: 2, name: 'Sign and send' })).toBeVisible()
  expect(screen.queryAllByRole('heading', { level: 1 })).toEqual([])
})

const signIt = async (user: UserEvent) => {
  await user.click(screen.getByRole('checkbox', { name: /All of it is true/ }))
  await user.click(screen.getByRole('button', { name: 'Sign with your passkey' }))
}

test('one button asks for the passkey, over the text that is shown, once the statement is ticked', async () => {
  const { user, seal, onSealed, ceremony } = await open()
  await screen.findByText('Amira Selim')
  await user.click(screen.getByRole('button', { name: 'Sign with your passkey' }))
  expect(screen.getByText('Tick the statement to sign')).toBeVisible()
  expect(seal).not.toHaveBeenCalled()
  expect(screen.queryByLabelText('Your password')).not.toBeInTheDocument()
  await signIt(user)
  await waitFor(() => expect(onSealed).toHaveBeenCalledOnce())
  expect(seal).toHaveBeenCalledOnce()
  const [{ ceremonyId, proof }] = seal.mock.calls[0] as unknown as [Proof]
  expect(ceremonyId).toBe(ceremony.id)
  if (proof.kind !== 'passkey') throw new Error('no passkey')
  const clientData: unknown = JSON.parse(
    atob(proof.assertion.response.clientDataJSON.replaceAll('-', '+').replaceAll('_', '/')),
  )
  expect(clientData).toMatchObject({ type: 'webauthn.get', challenge: ceremony.request.challenge })
})

test('a challenge over another text than the one shown is not answered', async () => {
  const other = await begunCeremony({ meaning: 'submitted', record, signedOver: '{"case":"C-2"}' })
  const { user, seal } = await open({ begun: [{ beginSigning: other }] })
  await screen.findByText('Amira Selim')
  await signIt(user)
  expect(await screen.findByText(/a signature over another text than the one shown here/)).toBeVisible()
  expect(seal).not.toHaveBeenCalled()
})

test('a passkey that does not answer signs nothing, and may be asked again', async () => {
  const { user, seal } = await open()
  vi.stubGlobal('fetch', async () => Response.json([]))
  await screen.findByText('Amira Selim')
  await signIt(user)
  expect(await screen.findByText('Your passkey did not answer, so nothing was signed. Try again.')).toBeVisible()
  expect(seal).not.toHaveBeenCalled()
  expect(screen.getByRole('button', { name: 'Sign with your passkey' })).toBeEnabled()
})

test('without a passkey the password and a code of six digits are asked for', async () => {
  const begun = {
    ...(await begunCeremony({ meaning: 'submitted', record })),
    proofKind: 'passwordAndCode',
    request: null,
  }
  const { user, seal } = await open({ begun: [{ beginSigning: begun }] })
  await screen.findByText('Amira Selim')
  await user.click(screen.getByRole('checkbox', { name: /All of it is true/ }))
  await user.click(screen.getByRole('button', { name: 'Sign' }))
  expect(screen.getByText('Enter your password')).toBeVisible()
  expect(screen.getByText('Enter the six digits that your app shows')).toBeVisible()
  await user.type(screen.getByLabelText('Your password'), ' secret ')
  await user.type(screen.getByLabelText('Code from your app'), '012345')
  await user.click(screen.getByRole('button', { name: 'Sign' }))
  const proof = { kind: 'passwordAndCode', password: ' secret ', code: '012345' }
  await waitFor(() => expect(seal).toHaveBeenCalledExactlyOnceWith({ ceremonyId: begun.id, proof }))
})

test('a seal that is refused keeps the dialog open with the reason', async () => {
  const { user, onSealed, seal } = await open({
    seal: vi.fn(async () => null),
    refusal: { __typename: 'NotPermitted', message: 'That does not prove that it is you.' },
  })
  await screen.findByText('Amira Selim')
  await signIt(user)
  await waitFor(() => expect(seal).toHaveBeenCalledOnce())
  expect(screen.getByText('That does not prove that it is you.')).toBeVisible()
  expect(onSealed).not.toHaveBeenCalled()
})

test('a record that changed meanwhile is read and frozen again', async () => {
  const { user, asked, onReadAgain } = await open({
    refusal: { __typename: 'Stale', message: 'Somebody changed the dossier.', currentVersion: 2 },
  })
  await screen.findByText('Amira Selim')
  await user.click(screen.getByRole('button', { name: 'Read it again' }))
  expect(onReadAgain).toHaveBeenCalledOnce()
  await waitFor(() => expect(asked.filter(({ name }) => name === 'BeginSigning')).toHaveLength(2))
})

test('a ceremony that may not begin says why', async () => {
  await open({
    begun: [
      {
        beginSigning: {
          __typename: 'Incomplete',
          message: 'The dossier is not complete.',
          unmet: [{ __typename: 'Unmet', code: 'x', message: 'Enter the purpose', at: 'a/b' }],
        },
      },
    ],
  })
  expect(await screen.findByText('The dossier is not complete.')).toBeVisible()
  expect(screen.getByText('Enter the purpose')).toBeVisible()
  expect(screen.queryByRole('button', { name: /^Sign/ })).not.toBeInTheDocument()
})
