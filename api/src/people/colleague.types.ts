import { Field, ID, Int, ObjectType } from '@nestjs/graphql'
import { PageInfo } from '../kernel/paging.ts'
import { Permit } from '../kernel/permit.ts'
import { DateTime } from '../kernel/scalars.ts'

@ObjectType({ description: 'Somebody of one’s own side, as its administrator sees them.' })
export class Colleague {
  @Field(() => ID) id: string
  @Field(() => Int) version: number
  @Field(() => String) name: string
  @Field(() => String, { nullable: true }) office: string | null
  @Field(() => String, { nullable: true, description: 'For administrators and the person.' }) email: string | null
  @Field(() => [String]) roles: string[]
  @Field(() => [String]) expertise: string[]
  @Field(() => [Permit]) permits: Permit[]
}

@ObjectType()
export class ColleagueEdge {
  @Field(() => String) cursor: string
  @Field(() => Colleague) node: Colleague
}

@ObjectType()
export class ColleagueConnection {
  @Field(() => [ColleagueEdge]) edges: ColleagueEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
  @Field(() => Int) total: number
  @Field(() => Boolean) totalIsExact: boolean
  @Field(() => Int, { description: 'People who may sign for the organisation; two are advised.' }) officers: number
  @Field(() => [Permit]) permits: Permit[]
}

@ObjectType()
export class Invitation {
  @Field(() => ID) id: string
  @Field(() => String) email: string
  @Field(() => String) language: string
  @Field(() => [String]) roles: string[]
  @Field(() => [String]) expertise: string[]
  @Field(() => DateTime) askedAt: Date
  @Field(() => DateTime) expiresAt: Date
  @Field(() => Boolean) expired: boolean
}

@ObjectType({ description: 'An address that waits for its letter to be opened.' })
export class EmailChange {
  @Field(() => ID) id: string
}

@ObjectType()
export class InvitationEdge {
  @Field(() => String) cursor: string
  @Field(() => Invitation) node: Invitation
}

@ObjectType()
export class InvitationConnection {
  @Field(() => [InvitationEdge]) edges: InvitationEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
}
