export { Sequencer } from './sequencer.ts'
