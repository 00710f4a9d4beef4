import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { onStage } from '../stage/stage.tsx'
import { PermitButton } from './permit-button.tsx'

const refused = {
  event: 'SUBMIT',
  allowed: false,
  because: [
    { code: 'required', message: 'Enter the intended purpose', at: 'purpose/intendedPurpose' },
    { code: 'notSigner', message: 'Only an officer signs', at: null },
  ],
}

test('an allowed event can be clicked', async () => {
  const act = vi.fn()
  await onStage(
    <PermitButton permits={[{ event: 'SUBMIT', allowed: true, because: [] }]} event="SUBMIT" onClick={act}>
      Submit
    </PermitButton>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Submit' }))
  expect(act).toHaveBeenCalledOnce()
})

test('a refused event stays, does nothing, and is described by the reasons of the server', async () => {
  const act = vi.fn()
  await onStage(
    <PermitButton permits={[refused]} event="SUBMIT" onClick={act} linkTo={(at) => `/s/${at}`}>
      Submit
    </PermitButton>,
  )
  const button = screen.getByRole('button', { name: 'Submit' })
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAccessibleDescription('Enter the intended purpose Only an officer signs')
  await userEvent.tab()
  expect(button).toHaveFocus()
  await userEvent.click(button)
  await userEvent.keyboard('{Enter} ')
  expect(act).not.toHaveBeenCalled()
  expect(screen.getByRole('link', { name: 'Enter the intended purpose' })).toHaveAttribute(
    'href',
    '/s/purpose/intendedPurpose',
  )
})

test('an event that the server does not list has no button', async () => {
  await onStage(
    <PermitButton permits={[refused]} event="WITHDRAW">
      Withdraw
    </PermitButton>,
  )
  expect(screen.queryByRole('button')).not.toBeInTheDocument()
})
