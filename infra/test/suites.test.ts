import { expect, test } from 'vitest'
import { tallyOf } from './suites.ts'

const file = (status: string, ...assertions: string[]) => ({
  name: 'a.test.ts',
  status,
  message: '',
  assertionResults: assertions.map((each) => ({ status: each })),
})
const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }

test.each([
  ['all well', { ...counts, numPassedTests: 2, testResults: [file('passed', 'passed', 'passed')] }, true, 2, 0],
  [
    'a failed test',
    { ...counts, numPassedTests: 1, numFailedTests: 1, testResults: [file('failed', 'passed', 'failed')] },
    false,
    1,
    1,
  ],
  ['a file that can not be loaded', { ...counts, testResults: [file('failed')] }, false, 0, 1],
  [
    'a set-up that throws after a test passed',
    { ...counts, numPassedTests: 1, testResults: [file('failed', 'passed')] },
    false,
    1,
    1,
  ],
  [
    'an error that nobody awaited',
    { ...counts, numPassedTests: 1, testResults: [file('passed', 'passed')] },
    false,
    1,
    1,
  ],
  ['no report at all', undefined, false, 0, 1],
] as const)('%s is counted', (_what, report, ended, passed, failed) => {
  const copy = report && { ...report, testResults: report.testResults.map((each) => ({ ...each })) }
  expect(tallyOf(copy, ended)).toMatchObject({ passed, failed })
})
