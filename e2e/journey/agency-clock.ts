import { present } from './outcome.ts'
import { AgencyClock, Clocks, Mode, type Clock } from './portal-answers.ts'
import type { CaseRun } from './case-run.ts'
import type { Session } from './session.ts'

const dayMs = 86_400_000

/** The clock that counts the agency's days of review, reviewI to reviewIV. */
export async function reviewClock(run: CaseRun, session: Session): Promise<Clock> {
  const { submission } = await session.ask('JourneyClocks', { id: run.submissionId }, Clocks)
  return present(
    submission.clocks.find((clock) => /^review(I|II|III|IV)$/.test(clock.clock)),
    'The accepted file has no review clock.',
  )
}

/** Days that the clock stood still, summed over its pauses; null when its working out shows no pause. */
export function pausedDays(clock: Clock): number | null {
  const pauses = clock.segments.filter((segment) => segment.kind === 'paused')
  if (pauses.length === 0) return null
  // Both days of a segment count.
  return pauses.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / dayMs + 1, 0)
}

/** Moves the demo clock forward by whole days; returns the days moved, 0 where this portal's clock cannot be moved. */
export async function moveAgencyClock(run: CaseRun, days: number): Promise<number> {
  const admin = await run.people.session('admin')
  const { agencyClock } = await admin.ask('JourneyMode', {}, Mode)
  if (!agencyClock.movable) return 0
  const moved = await admin.command('JourneyMoveAgencyClock', { days }, AgencyClock)
  run.narration.step({
    who: admin.email,
    what: `move the demo clock by ${days} day`,
    subject: 'agency clock',
    before: agencyClock.now.slice(0, 10),
    after: moved.now.slice(0, 10),
  })
  return days
}

/** Whole days spent so far, at `now`: by the agency (running), by the applicant (paused), and both together. */
export function daysSpent(clock: Clock, now: Date): { agency: number; applicant: number; total: number } {
  const end = clock.stoppedAt ? Date.parse(clock.stoppedAt) : now.getTime()
  const total = Math.floor((end - Date.parse(clock.startedAt)) / dayMs)
  const applicant = pausedDays(clock) ?? 0
  return { agency: total - applicant, applicant, total }
}
