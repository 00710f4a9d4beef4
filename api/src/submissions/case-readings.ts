import { Args, Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql'
import { readsAccess } from '../kernel/auth/actor.ts'
import { Call, This } from '../kernel/call.ts'
import { cursorOf, keysOf, PageInfo, pageOf, pageSize, rowsFor } from '../kernel/paging.ts'
import { DateTime } from '../kernel/scalars.ts'
import { Submission } from './submission.entity.ts'

@ObjectType({ description: 'One request of the agency that opened the case, or a part of it.' })
export class CaseReading {
  @Field(() => ID) id: string
  @Field(() => DateTime) at: Date
  @Field(() => String) name: string
  @Field(() => String, { nullable: true }) office: string | null
  @Field(() => [String], { description: 'submission answers answerHistory documents reviewStage …' }) opened: string[]
  @Field(() => [String], { description: 'the parts that the reader had in the case then; none: by their role alone' })
  parts: string[]
}
@ObjectType()
export class CaseReadingEdge {
  @Field(() => String) cursor: string
  @Field(() => CaseReading) node: CaseReading
}
@ObjectType()
export class CaseReadingConnection {
  @Field(() => [CaseReadingEdge]) edges: CaseReadingEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
}

@Resolver(() => Submission)
export class ReadingsOfSubmission {
  @ResolveField(() => CaseReadingConnection, {
    nullable: true,
    description: 'who of the agency opened the case, newest first, for inspectors and the integrity officer',
  })
  async readings(
    @Parent() subject: Submission,
    @Args('first', { type: () => Int, defaultValue: 50 }) size: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @This() call: Call,
  ): Promise<CaseReadingConnection | null> {
    if (!readsAccess(call.actor)) return null
    const first = pageSize(size)
    const from = keysOf(after, ['number'])
    const rows = await (
      await call.tx()
    ).rows<CaseReading>(
      `select a.id::text, a.at, p.name, p.office, a.opened, a.parts from access_entry a join person p on p.id = a.person_id
       where a.case_id = $1 and ($2::bigint is null or a.id < $2) order by a.id desc limit ${rowsFor(first)}`,
      [subject.id, from?.[0] ?? null],
    )
    return pageOf(rows, first, after, (node) => ({ cursor: cursorOf(node.id), node }))
  }
}
