export { refuseDemoData, seed } from './seed.ts'
