import { buildWhatIsStale } from '../build/stale.ts'
import { runPortal } from './portal.ts'

if (buildWhatIsStale()) await runPortal({ demoCases: true })
else {
  console.error('Placet could not be built; the lines above tell why.')
  process.exitCode = 1
}
