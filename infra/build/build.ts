import { buildWhatIsStale } from './stale.ts'

if (!buildWhatIsStale()) process.exitCode = 1
