import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, toolEnvironment } from '../house.ts'

export type Tally = { passed: number; failed: number; skipped: number }

/** What of Vitest's JSON report counts. */
type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { name: string; status: string; message: string; assertionResults: { status: string }[] }[]
}

/**
 * Runs the Vitest of one workspace. Whatever goes wrong outside a test counts as one failed test: a file that can not be
 * loaded, an error that nobody awaited, a run that crashed.
 */
export function runSuite(workspace: string): Tally {
  console.log(`\n── ${workspace}`)
  const folder = mkdtempSync(join(tmpdir(), 'placet-report-'))
  const file = join(folder, 'report.json')
  try {
    const run = spawnSync('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], {
      cwd: join(root, workspace),
      env: toolEnvironment(),
      stdio: 'inherit',
    })
    return tallyOf(readReport(file), run.status === 0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param report undefined when the run wrote none @param ended whether Vitest itself called the run a success */
export function tallyOf(report: Report | undefined, ended: boolean): Tally {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = report.numFailedTests + brokenFiles
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !ended ? 1 : failed,
    skipped: report.numPendingTests,
  }
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return undefined
  }
}
