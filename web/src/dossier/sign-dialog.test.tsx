import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { serverOf } from '../stage/server.ts'
import { onStage } from '../stage/stage.tsx'
import type { RefusalPartsFragment } from '../ui/refusal-alert.generated.ts'
import { SignDialog } from './sign-dialog.tsx'

const ceremony = {
  __typename: 'SigningCeremony',
  id: 'c1',
  meaning: 'submitted',
  recordHash: 'a'.repeat(64),
  fingerprint: '7f3a 9b2c',
  record: JSON.stringify({ case: 'C-1', answers: { intendedPurpose: 'Finds pneumothorax', patientFacing: false } }),
  expiresAt: '2026-05-03T14:05:00Z',
}
const signer = { me: { __typename: 'Me', id: 'u1', name: 'Amira Selim', office: 'Head of affairs' } }

async function open({
  begun = [{ beginSigning: ceremony }] as Parameters<typeof serverOf>[0][string],
  refusal = null as RefusalPartsFragment | null,
  seal = vi.fn(async () => ({}) as unknown),
} = {}) {
  const server = serverOf({ BeginSigning: begun, Signer: [signer] })
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
  return { ...server, seal, onSealed, onReadAgain, user: userEvent.setup() }
}

test('shows the frozen record in words, its exact text, its fingerprint, and who signs', async () => {
  const { asked } = await open()
  expect(await screen.findByText('Intended purpose')).toBeVisible()
  expect(screen.getByText('Finds pneumothorax')).toBeVisible()
  expect(screen.getByText('7f3a 9b2c')).toBeVisible()
  expect(screen.getByText('Amira Selim')).toBeVisible()
  expect(screen.getByText(ceremony.record)).toBeInTheDocument()
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

test('seals only with the printed name, the tick and the password', async () => {
  const { user, seal, onSealed } = await open()
  await screen.findByText('Amira Selim')
  await user.click(screen.getByRole('button', { name: 'Sign' }))
  expect(screen.getByText('Enter your full name as it stands above')).toBeVisible()
  expect(screen.getByText('Enter your password')).toBeVisible()
  expect(seal).not.toHaveBeenCalled()
  await user.type(screen.getByLabelText('Your full name'), 'amira  selim')
  await user.type(screen.getByLabelText('Your password'), 'secret')
  await user.click(screen.getByRole('checkbox', { name: /All of it is true/ }))
  await user.click(screen.getByRole('button', { name: 'Sign' }))
  expect(seal).toHaveBeenCalledExactlyOnceWith({ ceremonyId: 'c1', password: 'secret' })
  await waitFor(() => expect(onSealed).toHaveBeenCalledOnce())
})

test('a seal that is refused keeps the dialog open with the reason', async () => {
  const { user, onSealed } = await open({
    seal: vi.fn(async () => null),
    refusal: { __typename: 'NotPermitted', message: 'The password is not right.' },
  })
  await screen.findByText('Amira Selim')
  await user.type(screen.getByLabelText('Your full name'), 'Amira Selim')
  await user.type(screen.getByLabelText('Your password'), 'wrong')
  await user.click(screen.getByRole('checkbox', { name: /All of it is true/ }))
  await user.click(screen.getByRole('button', { name: 'Sign' }))
  expect(screen.getByText('The password is not right.')).toBeVisible()
  expect(screen.getByLabelText('Your password')).toHaveValue('')
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
  expect(screen.queryByLabelText('Your password')).not.toBeInTheDocument()
})
