import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { onStage } from '../../stage/stage.tsx'
import { OrganisationsToRule } from './organisations-page.tsx'
import { OrganisationsToRuleDocument } from './organisations-page.generated.ts'

const kestrel = {
  id: 'o1',
  version: 4,
  name: 'Kestrel Labs',
  verified: false,
  refused: false,
  refusalReason: null,
  registeredAt: '2026-11-30T09:00:00Z',
  contacts: [{ name: 'Nadia Haddad', email: 'nadia@kestrel.example' }],
}

async function onPage(
  root: Readonly<Record<string, unknown>> = {},
  edges: object[] = [{ cursor: 'c', node: kestrel }],
) {
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, endCursor: null, startCursor: null }
  const server = agencyServer({
    organisationsToRule: { total: edges.length, totalIsExact: true, edges, pageInfo },
    ...root,
  })
  await onStage(
    <Asked query={OrganisationsToRuleDocument} variables={{ first: 25, after: null, q: null, ruling: null }}>
      {(data) => <OrganisationsToRule data={data} />}
    </Asked>,
    { link: server.link },
  )
  return { server, someone: userEvent.setup() }
}

test('shows whom to ask about an organisation, and verifies it', async () => {
  const { server, someone } = await onPage({
    verifyOrganisation: { __typename: 'Organisation', ...kestrel, verified: true },
  })
  expect(await screen.findByText('nadia@kestrel.example')).toBeVisible()
  await someone.click(screen.getByRole('button', { name: /^Verify.*Kestrel Labs/ }))
  expect(server.sent('VerifyOrganisation')).toEqual([expect.objectContaining({ id: 'o1', version: 4 })])
})

test('refuses with a reason, and not without', async () => {
  const { server, someone } = await onPage({
    refuseOrganisation: { __typename: 'Organisation', ...kestrel, refused: true },
  })
  await someone.click(await screen.findByRole('button', { name: /^Refuse.*Kestrel Labs/ }))
  await someone.click(screen.getByRole('button', { name: 'Send the reason' }))
  expect(screen.getByText('Enter a reason')).toBeVisible()
  expect(server.sent('RefuseOrganisation')).toEqual([])
  await someone.type(screen.getByLabelText('Why is this organisation not verified?'), 'Unknown company.')
  await someone.click(screen.getByRole('button', { name: 'Send the reason' }))
  expect(server.sent('RefuseOrganisation')).toEqual([
    expect.objectContaining({ id: 'o1', version: 4, reason: 'Unknown company.' }),
  ])
})

test('says so when nothing matches', async () => {
  await onPage({}, [])
  expect(await screen.findByText('No organisation was found.')).toBeVisible()
})

test.each(refusals)('shows the answer $name in place', async ({ answer, text }) => {
  const { someone } = await onPage({ verifyOrganisation: answer })
  await someone.click(await screen.findByRole('button', { name: /^Verify/ }))
  expect(await screen.findByText(text)).toBeVisible()
})
