import { Field, ID, ObjectType, Query, ResolveField, Resolver, Parent } from '@nestjs/graphql'
import { Call, This } from '../kernel/call.ts'
import { Policy } from '../kernel/policy.ts'
import { Portal } from '../kernel/portal.ts'
import { Organisation } from './organisation.entity.ts'
import { findOrganisation } from './people.ts'

@ObjectType()
export class Me {
  @Field(() => ID) id: string
  @Field(() => String) name: string
  @Field(() => String) email: string
  @Field(() => String, { nullable: true }) office: string | null
  @Field(() => [String], {
    description:
      'applicantEditor applicantSigner organisationAdmin screeningOfficer caseManager stageLead reviewer decisionMaker deputy integrityOfficer inspector agencyAdmin',
  })
  roles: string[]
  organisationId: string | null
}

@ObjectType()
export class PortalMode {
  @Field(() => String) mode: string
  @Field(() => Boolean) demo: boolean
}

@Resolver(() => Me)
export class PeopleResolver {
  constructor(private readonly portal: Portal) {}

  @Query(() => Me, { nullable: true, description: 'null when not signed in' })
  @Policy('public')
  async me(@This() call: Call): Promise<Me | null> {
    const { actor } = call
    if (actor.session === null) return null
    const account = await (
      await call.tx()
    ).one<{ email: string }>(`select email from account where person_id = $1`, [actor.id])
    return {
      id: actor.id,
      name: actor.name,
      email: account?.email ?? '',
      office: actor.office,
      roles: [...actor.roles],
      organisationId: actor.organisationId,
    }
  }

  @ResolveField(() => Organisation, { nullable: true })
  async organisation(@Parent() me: Me, @This() call: Call): Promise<Organisation | null> {
    return me.organisationId === null ? null : findOrganisation(call, me.organisationId)
  }

  @Query(() => PortalMode)
  @Policy('public')
  mode(): PortalMode {
    return { mode: this.portal.mode, demo: this.portal.mode === 'demo' }
  }
}
