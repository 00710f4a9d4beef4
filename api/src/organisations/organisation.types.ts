import { Field, Int, ObjectType } from '@nestjs/graphql'
import { PageInfo } from '../kernel/paging.ts'
import { Organisation } from '../people/index.ts'

@ObjectType()
export class OrganisationEdge {
  @Field(() => String) cursor: string
  @Field(() => Organisation) node: Organisation
}

@ObjectType()
export class OrganisationConnection {
  @Field(() => [OrganisationEdge]) edges: OrganisationEdge[]
  @Field(() => PageInfo) pageInfo: PageInfo
  @Field(() => Int) total: number
  @Field(() => Boolean) totalIsExact: boolean
}

@ObjectType({ description: 'Whom the agency asks about an organisation.' })
export class OrganisationContact {
  @Field(() => String) name: string
  @Field(() => String, { nullable: true }) email: string | null
}
