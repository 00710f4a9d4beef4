import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { assignment, connection } from '../testing/case-data.ts'
import { IntegrityChecksDocument } from './integrity-page.generated.ts'
import { InterestToCheck } from './integrity-page.tsx'

async function onCheck(root: Readonly<Record<string, unknown>>, parts: Readonly<Record<string, unknown>> = {}) {
  const declared = assignment({
    state: 'integrityCheck',
    declaration: { kinds: ['shares'], detail: 'I hold 40 shares.' },
    ...parts,
  })
  const server = agencyServer({ integrityChecks: connection([declared]), ...root })
  await onStage(
    <Asked query={IntegrityChecksDocument} variables={{ first: 20, after: null }}>
      {(data) => data.integrityChecks.edges.map(({ node }) => <InterestToCheck key={node.id} assignment={node} />)}
    </Asked>,
    { link: server.link },
  )
  return { server, person: userEvent.setup() }
}

async function clear(person: ReturnType<typeof userEvent.setup>) {
  await person.click(await screen.findByRole('button', { name: 'Clear the interest' }))
  await person.type(screen.getByLabelText('Why does this interest not stand in the way?'), 'Sold last year.')
  await person.click(screen.getByRole('button', { name: 'Clear and open the case to the reviewer' }))
}

test('shows who declared what about whom, and clears it with a reason', async () => {
  const { server, person } = await onCheck({
    clearInterest: { __typename: 'ReviewerAssignment', ...assignment({ state: 'active' }) },
  })
  expect(await screen.findByText('I hold 40 shares.')).toBeVisible()
  expect(screen.getByText('Shares')).toBeVisible()
  expect(screen.getByText('Helio Health')).toBeVisible()
  await clear(person)
  expect(server.sent('ClearInterest')).toEqual([
    expect.objectContaining({ id: 'a1', version: 1, reason: 'Sold last year.' }),
  ])
})

test('shows why somebody else challenged the reviewer, who had nothing to declare', async () => {
  await onCheck({}, { challenge: 'They wrote together.', declaration: { kinds: [], detail: '' } })
  expect(await screen.findByText('They wrote together.')).toBeVisible()
  expect(screen.queryByText('In the reviewer’s words')).toBeNull()
})

test('recuses the reviewer with a reason, and not without', async () => {
  const { server, person } = await onCheck({
    recuseReviewer: { __typename: 'ReviewerAssignment', ...assignment({ state: 'recused' }) },
  })
  await person.click(await screen.findByRole('button', { name: 'Recuse the reviewer' }))
  await person.click(screen.getByRole('button', { name: 'Recuse the reviewer' }))
  expect(await screen.findByText('Enter a reason')).toBeVisible()
  expect(server.sent('RecuseReviewer')).toEqual([])
  await person.type(screen.getByLabelText('Why must the reviewer leave the case?'), 'Shares in the applicant.')
  await person.click(screen.getByRole('button', { name: 'Recuse the reviewer' }))
  expect(server.sent('RecuseReviewer')).toEqual([expect.objectContaining({ reason: 'Shares in the applicant.' })])
})

test.each(refusals)('shows the answer $name in place and keeps the reason', async ({ answer, text }) => {
  const { person } = await onCheck({ clearInterest: answer })
  await clear(person)
  expect(await screen.findByText(text)).toBeVisible()
  expect(screen.getByLabelText('Why does this interest not stand in the way?')).toHaveValue('Sold last year.')
})

test('when the server cannot be reached, says so and keeps the reason', async () => {
  const { server, person } = await onCheck({})
  await screen.findByText('I hold 40 shares.')
  server.goDown()
  await clear(person)
  expect(await screen.findByText('This did not reach us')).toBeVisible()
  expect(screen.getByLabelText('Why does this interest not stand in the way?')).toHaveValue('Sold last year.')
})
