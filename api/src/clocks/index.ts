export { AgencyClockResolver } from './agency-clock.resolver.ts'
export { Clock } from './clock.ts'
export { Clocks } from './clocks.ts'
export type { Due, Place } from './clocks.ts'
