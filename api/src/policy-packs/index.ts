export { PolicyPacks } from './policy-packs.ts'
export { Lang, PolicyPacksResolver } from './policy-packs.resolver.ts'
