export { HealthController } from './health.controller.ts'
export { Readiness } from './readiness.ts'
