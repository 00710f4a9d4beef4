import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { onStage } from '../../stage/stage.tsx'
import { agencyServer, refusals } from '../../stage/portal-server.ts'
import { Asked } from '../../stage/asked.tsx'
import { AgencyClockNowDocument } from './clock-page.generated.ts'
import { MoveClock } from './clock-page.tsx'

const clockAt = (offsetDays: number) => ({ now: `2026-11-${23 + offsetDays}T09:00:00Z`, movable: true, offsetDays })

async function onClock(moveAgencyClock: unknown) {
  const server = agencyServer({ agencyClock: clockAt(0), mode: { mode: 'demo', demo: true }, moveAgencyClock })
  await onStage(
    <Asked query={AgencyClockNowDocument} variables={{}}>
      {({ agencyClock }) => <MoveClock clock={agencyClock} />}
    </Asked>,
    { link: server.link },
  )
  return { server, person: userEvent.setup() }
}

async function move(person: ReturnType<typeof userEvent.setup>, days: string) {
  await person.type(await screen.findByLabelText('Days to move forward'), days)
  await person.click(screen.getByRole('button', { name: 'Move the clock' }))
}

test('moves the clock by whole days and says so', async () => {
  const { server, person } = await onClock({ __typename: 'AgencyClock', ...clockAt(3) })
  await move(person, '3')
  expect(await screen.findByText('Moved by 3 days.')).toBeVisible()
  expect(server.sent('MoveAgencyClock')).toEqual([expect.objectContaining({ days: 3 })])
})

test.each(['0', '401', '1.5', 'x'])('does not send %s days', async (days) => {
  const { server, person } = await onClock(null)
  await move(person, days)
  expect(await screen.findByText('Days must be a whole number between 1 and 400')).toBeVisible()
  expect(server.sent('MoveAgencyClock')).toEqual([])
})

test.each(refusals)('shows the answer $name in place', async ({ answer, text }) => {
  const { person } = await onClock(answer)
  await move(person, '3')
  expect(await screen.findByText(text)).toBeVisible()
  expect(screen.getByText('Nothing was changed.')).toBeVisible()
  expect(screen.queryByText('Moved by 3 days.')).toBeNull()
})
