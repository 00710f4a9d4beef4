import { buildWhatIsStale } from '../build/stale.ts'
import { checks, runCheck } from '../check/checks.ts'
import { runSuite } from './suites.ts'
import type { Tally } from './suites.ts'

// One after the other: on two cores suites that run at once only slow each other down until something times out.
const workspaces = ['shared', 'infra', 'api', 'infra/verify', 'web', 'e2e']

const one = (well: boolean): Tally => ({ passed: well ? 1 : 0, failed: well ? 0 : 1, skipped: 0 })
const tallies: Tally[] = []
const built = buildWhatIsStale()
console.log(`${built ? '✓' : '✗'} build`)
tallies.push(one(built))
for (const check of checks) tallies.push(one(runCheck(check)))
for (const workspace of workspaces) tallies.push(runSuite(workspace))

const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') === 0 ? 0 : 1
