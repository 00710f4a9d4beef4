import { spawnSync } from 'node:child_process'
import { root, toolEnvironment } from '../house.ts'

type Report = {
  message?: string
  error?: { summary?: string }
  metadata?: { vulnerabilities: Record<string, number> }
  vulnerabilities?: Record<string, { severity: string; range: string }>
}

// Asks the registry, so it is no part of `npm run verify`: without one it says so, and that nothing was looked at.
const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: root,
  env: toolEnvironment(),
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
const report = read(stdout)
if (report?.metadata === undefined)
  console.log(
    `Nothing was checked: the registry does not tell advisories here (${report?.message ?? report?.error?.summary ?? stderr.split('\n')[0] ?? 'no answer'}).`,
  )
else {
  const grave = Object.entries(report.vulnerabilities ?? {}).filter(([, { severity }]) =>
    ['high', 'critical'].includes(severity),
  )
  for (const [name, { severity, range }] of grave) console.error(`${name} ${range}: ${severity}`)
  const { total = 0 } = report.metadata.vulnerabilities
  console.log(`${total} advisories for production packages, ${grave.length} of them high or critical.`)
  if (grave.length > 0) process.exitCode = 1
}

function read(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report
  } catch {
    return undefined
  }
}
