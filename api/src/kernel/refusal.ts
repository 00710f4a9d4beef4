import { createUnionType, Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql'
import type { Type } from '@nestjs/common'
import type { Unmet } from '@placet/shared/kernel/process'
import type { Language } from './auth/actor.ts'
import { reasons, say } from './wording.ts'

/** An expected "no" to a person: a value, returned in the mutation's union, never an error. */
@InterfaceType({ resolveType: (value: { __typename: string }) => value.__typename })
export abstract class Refusal {
  @Field(() => String) message: string
}

@ObjectType({ description: 'What is wrong with one part of the input.' })
export class Issue {
  @Field(() => String) path: string
  @Field(() => String) message: string
}

@ObjectType('Unmet', {
  description:
    'One reason why something cannot be done now: what is missing, in words, and where to mend it (`section/field`, `stage/question`, ...).',
})
export class UnmetReason {
  @Field(() => String) code: string
  @Field(() => String) message: string
  @Field(() => String, { nullable: true }) at: string | null
}

@ObjectType({ implements: () => Refusal, description: 'The input is not well-formed.' })
export class Invalid extends Refusal {
  @Field(() => [Issue]) issues: Issue[]
}
@ObjectType({ implements: () => Refusal, description: 'A guard said no, and says why.' })
export class Incomplete extends Refusal {
  @Field(() => [UnmetReason]) unmet: UnmetReason[]
}
@ObjectType({ implements: () => Refusal, description: 'Visible to you, but not yours to do.' })
export class NotPermitted extends Refusal {}
@ObjectType({ implements: () => Refusal, description: 'The wrong moment: the thing is in another state.' })
export class OutOfTurn extends Refusal {
  @Field(() => String) state: string
}
@ObjectType({ implements: () => Refusal, description: 'Somebody changed it since you read it.' })
export class Stale extends Refusal {
  @Field(() => Int) currentVersion: number
}
@ObjectType({ implements: () => Refusal, description: 'This command id came before with other input.' })
export class CommandReused extends Refusal {}

@ObjectType({ description: 'It was done, and the thing is out of your sight now: by this very act, or since.' })
export class Done {
  @Field(() => ID) id: string
  @Field(() => String) message: string
}

const refusalTypes = [Invalid, Incomplete, NotPermitted, OutOfTurn, Stale, CommandReused] as const

/** A refusal as plain data, also what is stored as a command's answer. */
export type RefusalData = { __typename: string; refusal: true; message: string } & Record<string, unknown>

export const isRefusal = (value: object): value is RefusalData => 'refusal' in value && value.refusal === true

export const refuse = {
  invalid: (language: Language, issues: { path: string; message: string }[]): RefusalData => ({
    __typename: 'Invalid',
    refusal: true,
    message: say(language, 'refusal.invalid'),
    issues,
  }),
  incomplete: (language: Language, unmet: readonly Unmet[]): RefusalData => ({
    __typename: 'Incomplete',
    refusal: true,
    message: say(language, 'refusal.incomplete', { count: unmet.length }),
    unmet: reasons(language, unmet),
  }),
  notPermitted: (language: Language, because: readonly Unmet[]): RefusalData => ({
    __typename: 'NotPermitted',
    refusal: true,
    message:
      reasons(language, because)
        .map(({ message }) => message)
        .join(' ') || say(language, 'refusal.notPermitted'),
  }),
  outOfTurn: (language: Language, state: string): RefusalData => ({
    __typename: 'OutOfTurn',
    refusal: true,
    message: say(language, 'refusal.outOfTurn'),
    state,
  }),
  stale: (language: Language, currentVersion: number): RefusalData => ({
    __typename: 'Stale',
    refusal: true,
    message: say(language, 'refusal.stale'),
    currentVersion,
  }),
  textChanged: (language: Language, currentVersion: number): RefusalData => ({
    __typename: 'Stale',
    refusal: true,
    message: say(language, 'refusal.textChanged'),
    currentVersion,
  }),
  commandReused: (language: Language): RefusalData => ({
    __typename: 'CommandReused',
    refusal: true,
    message: say(language, 'refusal.commandReused'),
  }),
}

/** Thrown by the edge, never by a feature; one filter hands it back as data. */
export class RefusedInput extends Error {
  readonly issues: { path: string; code: string; params?: Record<string, string | number> }[]

  constructor(issues: { path: string; code: string; params?: Record<string, string | number> }[]) {
    super('The input is not well-formed.')
    this.issues = issues
  }
}

/** `union <Name>Result = Entity | Invalid | …` of one mutation, made when the decorator runs: the schema is built later. */
export const resultOf = (mutation: string, entity: () => Type<unknown>): (() => object) => unionOf(mutation, entity, [])

/** As `resultOf`, for what `Lifecycle.answer` answers: an object of a case, which may be out of sight by now. */
export const caseResultOf = (mutation: string, entity: () => Type<unknown>): (() => object) =>
  unionOf(mutation, entity, [Done])

function unionOf(mutation: string, entity: () => Type<unknown>, others: readonly Type<unknown>[]): () => object {
  const union = createUnionType({
    name: `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Result`,
    types: () => [entity(), ...others, ...refusalTypes] as const,
    resolveType: (value: { __typename: string }) => value.__typename,
  })
  return () => union as object
}
