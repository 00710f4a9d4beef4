import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { PublicRegisterDocument } from './register-page.generated.ts'
import { RegisterPage } from './register-page.tsx'

const node = {
  __typename: 'RegisterEntry' as const,
  no: 'LMM-2026-00001',
  modelName: 'WardNote',
  modelVersion: '3.1',
  developer: 'Helio Health',
  status: 'approvedWithConditions',
  riskClass: 'III',
  summary: 'Drafts a short summary of a ward note.',
  decidedAt: '2026-05-03',
  validUntil: '2030-05-02',
}

const all = { q: null, status: null, use: null, riskClass: null, after: null, first: 20 }

const answer = (variables: object, nodes: (typeof node)[]) => ({
  request: { query: PublicRegisterDocument, variables },
  result: {
    data: {
      registerEntries: {
        __typename: 'RegisterConnection' as const,
        edges: nodes.map((each) => ({ __typename: 'RegisterEdge' as const, node: each })),
        pageInfo: {
          __typename: 'PageInfo' as const,
          hasNextPage: false,
          endCursor: null,
        },
        total: nodes.length,
        totalIsExact: true,
      },
    },
  },
})

const at = (address: string, ...answers: ReturnType<typeof answer>[]) =>
  onStage(<RegisterPage />, { at: address, path: '/register', answers: answers as never })

test('an entry shows name, developer, class, how it stands, and leads to its page', async () => {
  await at('/register', answer(all, [node]))
  const link = await screen.findByRole('link', { name: 'WardNote 3.1' })
  expect(link).toHaveAttribute('href', '/register/LMM-2026-00001')
  const card = within(screen.getByRole('listitem'))
  expect(card.getByText('Approved with conditions')).toBeVisible()
  expect(card.getByText('Helio Health')).toBeVisible()
  expect(screen.getByRole('status')).toHaveTextContent('1 entry')
})

test('the words that were searched stand in the address, and a reader can take each filter away', async () => {
  const { router } = await at(
    '/register?class=III',
    answer({ ...all, riskClass: 'III' }, [node]),
    answer({ ...all, riskClass: 'III', q: 'ward note' }, []),
    answer({ ...all, q: 'ward note' }, []),
  )
  await userEvent.type(await screen.findByRole('searchbox'), 'ward note{Enter}')
  expect(router.state.location.search).toBe('?class=III&q=ward+note')
  expect(await screen.findByText('No model matches. Try fewer words or filters.')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Remove the filter Class III' }))
  expect(router.state.location.search).toBe('?q=ward+note')
})

test('what the register does not know is no filter', async () => {
  await at('/register?status=everything&use=anything&class=V', answer(all, [node]))
  expect(await screen.findByRole('link', { name: 'WardNote 3.1' })).toBeVisible()
  expect(screen.queryByRole('list', { name: 'Filters in force' })).toBeNull()
})

test('of a search that no keyboard can type, the words are searched', async () => {
  await at('/register?q=%00ward%01%0Anote%1F', answer({ ...all, q: 'ward note' }, [node]))
  expect(await screen.findByRole('link', { name: 'WardNote 3.1' })).toBeVisible()
  expect(screen.getByRole('searchbox')).toHaveValue('ward note')
})

test('a search of nothing but such characters is none', async () => {
  await at('/register?q=%00', answer(all, [node]))
  expect(await screen.findByRole('link', { name: 'WardNote 3.1' })).toBeVisible()
  expect(screen.queryByRole('list', { name: 'Filters in force' })).toBeNull()
})

test('when the server does not understand the address, that is what it says', async () => {
  const misread = new CombinedGraphQLErrors({
    data: null,
    errors: [{ message: 'This cursor is not ours.', extensions: { code: 'BAD_USER_INPUT' } }],
  })
  await onStage(<RegisterPage />, {
    at: '/register?after=junk',
    path: '/register',
    answers: [
      { request: { query: PublicRegisterDocument, variables: { ...all, after: 'junk' } }, error: misread },
    ] as never,
  })
  expect(await screen.findByText(/did not understand what this page asked for/)).toBeVisible()
  expect(screen.queryByText(/could not be reached/)).toBeNull()
})

test('when the list cannot be read, the search stays and it can be tried again', async () => {
  await onStage(<RegisterPage />, {
    at: '/register?q=ward',
    path: '/register',
    answers: [
      { request: { query: PublicRegisterDocument, variables: { ...all, q: 'ward' } }, error: new Error('offline') },
      answer({ ...all, q: 'ward' }, [node]),
    ] as never,
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('link', { name: 'WardNote 3.1' })).toBeVisible()
  expect(screen.getByRole('searchbox')).toHaveValue('ward')
})
