import { Args, Field, ID, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql'
import type { Language } from '../kernel/auth/actor.ts'
import { Policy } from '../kernel/policy.ts'
import { Json } from '../kernel/scalars.ts'
import { PolicyPacks } from './policy-packs.ts'

export const Lang = { en: 'en', fr: 'fr', ar: 'ar' } as const
registerEnumType(Lang, { name: 'Lang' })

@ObjectType('PolicyPack')
export class PolicyPackView {
  @Field(() => ID) id: string
  @Field(() => String) version: string
  @Field(() => Json, { description: 'in one language: sections, vocabularies, classes, reviewQuestions, clocks' })
  document: unknown
}

@Resolver()
export class PolicyPacksResolver {
  constructor(private readonly packs: PolicyPacks) {}

  @Query(() => PolicyPackView)
  @Policy('public')
  policyPack(
    @Args('id', { type: () => ID, nullable: true }) id: string | null,
    @Args('lang', { type: () => Lang }) lang: Language,
  ): PolicyPackView {
    const pinned = id ?? this.packs.inForce().id
    const pack = this.packs.local(pinned, lang)
    return { id: pinned, version: pack.version, document: pack }
  }
}
