import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { OwnOrganisation } from './organisation-page.tsx'
import { OwnOrganisationDocument } from './organisation-page.generated.ts'
import { onStage } from '../../stage/stage.tsx'

const allowed = (event: string) => ({ event, allowed: true, because: [] })
const denied = (event: string, message: string) => ({
  event,
  allowed: false,
  because: [{ code: 'x', message, at: null }],
})

const jonas = {
  id: 'p2',
  version: 3,
  name: 'Jonas Weber',
  office: 'Contributor',
  email: 'jonas@helio.example',
  roles: ['applicantEditor'],
  expertise: [],
  permits: [allowed('CHANGE_ROLES'), allowed('REMOVE')],
}
const invitation = {
  id: 'i1',
  email: 'late@helio.example',
  roles: ['applicantSigner'],
  expertise: [],
  expiresAt: '2027-01-01T00:00:00Z',
  expired: true,
}

interface Parts {
  organisation?: object
  person?: object
  officers?: number
  invite?: object
  root?: Readonly<Record<string, unknown>>
}

async function onOrganisation({ organisation, person, officers = 2, invite = allowed('INVITE'), root }: Parts = {}) {
  const pageInfo = { hasNextPage: false, hasPreviousPage: false, endCursor: null, startCursor: null }
  const server = agencyServer({
    me: {
      id: 'p1',
      organisation: {
        id: 'o1',
        name: 'Helio Health',
        verified: true,
        refused: false,
        refusalReason: null,
        ...organisation,
      },
    },
    colleagues: {
      total: 1,
      totalIsExact: true,
      officers,
      permits: [invite],
      edges: [{ cursor: 'c', node: { ...jonas, ...person } }],
      pageInfo,
    },
    invitations: { edges: [{ cursor: 'c', node: invitation }], pageInfo },
    ...root,
  })
  await onStage(
    <Asked query={OwnOrganisationDocument} variables={{ first: 25, after: null }}>
      {(data) => <OwnOrganisation data={data} />}
    </Asked>,
    { link: server.link },
  )
  return { server, someone: userEvent.setup() }
}

test('shows who is here, what each may do, and who is invited', async () => {
  await onOrganisation()
  expect(await screen.findByRole('heading', { name: 'Jonas Weber' })).toBeVisible()
  expect(screen.getByText('jonas@helio.example')).toBeVisible()
  expect(screen.getByText('late@helio.example')).toBeVisible()
  expect(screen.getByText('Too old')).toBeVisible()
  expect(screen.queryByText(/at least two officers/)).toBeNull()
})

test('advises two officers where there is one', async () => {
  await onOrganisation({ officers: 1 })
  expect(await screen.findByText(/Have at least two officers/)).toBeVisible()
})

test('says that the organisation is not verified, and the agency’s reason', async () => {
  await onOrganisation({ organisation: { verified: false, refused: true, refusalReason: 'No such company.' } })
  expect(await screen.findByText('No such company.')).toBeVisible()
  expect(screen.getByText(/You may draft dossiers, not submit them/)).toBeVisible()
})

test('names the role that is lacking, and who gives it, in place of the form', async () => {
  const words = 'Only an administrator of your organisation does this. They can also give you that role.'
  await onOrganisation({ invite: denied('INVITE', words), person: { permits: [denied('CHANGE_ROLES', words)] } })
  expect((await screen.findAllByText(words)).length).toBe(2)
  expect(screen.queryByRole('button', { name: 'Send invitation' })).toBeNull()
})

test('invites by address and roles, not without either', async () => {
  const { server, someone } = await onOrganisation({
    root: { inviteColleague: { __typename: 'Invitation', ...invitation, email: 'new@helio.example' } },
  })
  await someone.click(await screen.findByRole('button', { name: 'Send invitation' }))
  expect(screen.getByRole('link', { name: 'Select at least one role' })).toBeVisible()
  expect(server.sent('InviteColleague')).toEqual([])
  await someone.type(screen.getByLabelText('E-mail address'), 'new@helio.example')
  await someone.click(screen.getByRole('checkbox', { name: 'Officer, who signs for the organisation' }))
  await someone.click(screen.getByRole('button', { name: 'Send invitation' }))
  expect(await screen.findByText(/We wrote to/)).toHaveTextContent('new@helio.example')
  expect(server.sent('InviteColleague')).toEqual([
    expect.objectContaining({ email: 'new@helio.example', language: 'en', roles: ['applicantSigner'], expertise: [] }),
  ])
})

test('changes roles, at the version that was read', async () => {
  const { server, someone } = await onOrganisation({ root: { changeRoles: { __typename: 'Colleague', ...jonas } } })
  await someone.click(await screen.findByRole('button', { name: /Change roles.*Jonas Weber/ }))
  const form = screen.getByRole('article', { name: 'Jonas Weber' })
  await someone.click(within(form).getByRole('checkbox', { name: 'Administrator of the organisation' }))
  await someone.click(within(form).getByRole('button', { name: 'Save roles' }))
  expect(server.sent('ChangeRoles')).toEqual([
    expect.objectContaining({ id: 'p2', version: 3, roles: ['applicantEditor', 'organisationAdmin'] }),
  ])
})

test('removes somebody with a reason, and not without', async () => {
  const { server, someone } = await onOrganisation({
    root: { removeColleague: { __typename: 'Colleague', ...jonas, roles: [] } },
  })
  await someone.click(await screen.findByRole('button', { name: /^Remove.*Jonas Weber/ }))
  await someone.click(screen.getByRole('button', { name: 'Remove Jonas Weber' }))
  expect(screen.getByText('Enter a reason')).toBeVisible()
  expect(server.sent('RemoveColleague')).toEqual([])
  await someone.type(screen.getByLabelText('Why is this person removed?'), 'He left.')
  await someone.click(screen.getByRole('button', { name: 'Remove Jonas Weber' }))
  expect(server.sent('RemoveColleague')).toEqual([
    expect.objectContaining({ id: 'p2', version: 3, reason: 'He left.' }),
  ])
})

test.each(refusals)('shows the answer $name to an invitation in place', async ({ answer, text }) => {
  const { someone } = await onOrganisation({ root: { inviteColleague: answer } })
  await someone.type(await screen.findByLabelText('E-mail address'), 'new@helio.example')
  await someone.click(screen.getByRole('checkbox', { name: 'Contributor' }))
  await someone.click(screen.getByRole('button', { name: 'Send invitation' }))
  expect(await screen.findByText(text)).toBeVisible()
  expect(screen.getByLabelText('E-mail address')).toHaveValue('new@helio.example')
})

test('when the server cannot be reached, says so and keeps what was typed', async () => {
  const { server, someone } = await onOrganisation()
  await screen.findByText('late@helio.example')
  server.goDown()
  await someone.click(screen.getByRole('button', { name: /^Send again/ }))
  expect(await screen.findByText('This did not reach us')).toBeVisible()
})
