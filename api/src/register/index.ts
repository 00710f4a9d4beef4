export { Publisher } from './publisher.ts'
export { RegisterResolver } from './register.resolver.ts'
