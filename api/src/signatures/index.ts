export { Signature, signaturesOf } from './signatures.ts'
