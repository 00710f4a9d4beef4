import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { onStage } from '../stage/stage.tsx'
import type { RefusalPartsFragment } from './refusal-alert.generated.ts'
import { RefusalAlert } from './refusal-alert.tsx'

const refusals: [RefusalPartsFragment, title: string, reasons: string[]][] = [
  [
    {
      __typename: 'Invalid',
      message: 'Two entries are not well-formed.',
      issues: [{ __typename: 'Issue', path: 'input.reason', message: 'Enter the reason' }],
    },
    'Some of this needs correcting',
    ['Enter the reason'],
  ],
  [
    {
      __typename: 'Incomplete',
      message: 'The dossier is not complete.',
      unmet: [
        { __typename: 'Unmet', code: 'fieldEnter', message: 'Enter the intended purpose', at: 'intendedUse/purpose' },
        { __typename: 'Unmet', code: 'other', message: 'The organisation is not verified', at: null },
      ],
    },
    'Something is still missing',
    ['Enter the intended purpose', 'The organisation is not verified'],
  ],
  [{ __typename: 'NotPermitted', message: 'Only an officer signs.' }, 'You may not do this', []],
  [
    { __typename: 'OutOfTurn', message: 'The dossier was sent already.', currentState: 'submitted' },
    'This is not possible now',
    [],
  ],
  [
    { __typename: 'Stale', message: 'Version 3 is not the newest.', currentVersion: 4 },
    'Somebody changed this in the meantime',
    [],
  ],
  [
    { __typename: 'CommandReused', message: 'The same command came with other input.' },
    'This was sent before with other content',
    [],
  ],
]

test.each(refusals)(
  '$__typename says what happened, why, and that nothing changed',
  async (refusal, title, reasons) => {
    await onStage(<RefusalAlert refusal={refusal} linkTo={(at) => `/mend/${at}`} />)
    expect(screen.getByRole('heading', { name: new RegExp(title) })).toBeVisible()
    expect(screen.getByText(refusal.message)).toBeVisible()
    expect(screen.getByText('Nothing was changed.')).toBeVisible()
    for (const reason of reasons) expect(screen.getByText(reason)).toBeVisible()
  },
)

test('a reason that can be mended leads to its place; one without a place is plain text', async () => {
  const [incomplete] = refusals[1] ?? []
  await onStage(<RefusalAlert refusal={incomplete} linkTo={(at) => `/mend/${at}`} />)
  const list = screen.getByRole('list')
  expect(within(list).getByRole('link', { name: 'Enter the intended purpose' })).toHaveAttribute(
    'href',
    '/mend/intendedUse/purpose',
  )
  expect(within(list).queryByRole('link', { name: 'The organisation is not verified' })).not.toBeInTheDocument()
})

test('where somebody else was faster, the page can be read again', async () => {
  const again = vi.fn()
  const [stale] = refusals[4] ?? []
  await onStage(<RefusalAlert refusal={stale} onReadAgain={again} />)
  await userEvent.click(screen.getByRole('button', { name: 'Read it again' }))
  expect(again).toHaveBeenCalledOnce()
})

test('takes the focus, so that a screen reader hears it', async () => {
  const [notPermitted] = refusals[2] ?? []
  const { container } = await onStage(<RefusalAlert refusal={notPermitted} />)
  expect(container.querySelector('.ui-refusal')).toHaveFocus()
})

test('without a refusal nothing is shown', async () => {
  const { container } = await onStage(<RefusalAlert refusal={null} />)
  expect(container).toHaveTextContent('')
})
