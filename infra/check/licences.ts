import { licenceFaults } from './licence-rules.ts'
import { productionPackages } from './locked-packages.ts'

const faults = licenceFaults(productionPackages())
for (const fault of faults) console.error(`package-lock.json: ${fault}, which nobody has allowed.`)
if (faults.length > 0) process.exitCode = 1
