export { refuseUnknown } from './pointers.ts'
export { PolicyPacks } from './policy-packs.ts'
export { Lang, PolicyPacksResolver } from './policy-packs.resolver.ts'
