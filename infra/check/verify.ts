import { checks, runCheck } from './checks.ts'

const failed = checks.find((check) => !runCheck(check))
if (failed) process.exitCode = 1
