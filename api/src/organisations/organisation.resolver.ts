import { Args, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql'
import { RefuseOrganisationInput, VerifyOrganisationInput } from '@placet/shared/people/people.schema'
import { has } from '../kernel/auth/actor.ts'
import type { Actor } from '../kernel/auth/actor.ts'
import { Call, This } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Input } from '../kernel/command-args.ts'
import { badInput } from '../kernel/errors.ts'
import { Policy } from '../kernel/policy.ts'
import { isRefusal, resultOf } from '../kernel/refusal.ts'
import { DateTime } from '../kernel/scalars.ts'
import { Organisation } from '../people/index.ts'
import { OrganisationConnection, OrganisationContact } from './organisation.types.ts'
import { Organisations, rulings } from './organisations.ts'

/** Its own people and who rules on it. */
const concerns = (actor: Actor, { id }: Organisation): boolean =>
  actor.organisationId === id || has(actor, 'agencyAdmin')

const contactsAtMost = 10

@Resolver(() => Organisation)
export class OrganisationResolver {
  constructor(private readonly organisations: Organisations) {}

  @Query(() => OrganisationConnection)
  @Policy('agencyAdmin')
  organisationsToRule(
    @This() call: Call,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('q', { type: () => String, nullable: true }) q: string | null,
    @Args('ruling', { type: () => String, nullable: true, description: rulings.join(' ') }) wanted: string | null,
  ): Promise<OrganisationConnection> {
    const ruling = rulings.find((each) => each === wanted) ?? null
    if (ruling === null && wanted !== null && wanted !== undefined)
      throw badInput(`ruling is one of ${rulings.join(', ')}`)
    return this.organisations.list(call, { first, after, q, ruling })
  }

  @ResolveField(() => String, { nullable: true, description: 'For its own people and the administrator.' })
  refusalReason(@Parent() organisation: Organisation, @This() call: Call): string | null {
    return concerns(call.actor, organisation) ? organisation.refusalReason : null
  }

  @ResolveField(() => DateTime, { nullable: true })
  registeredAt(@Parent() organisation: Organisation, @This() call: Call): Date | null {
    return concerns(call.actor, organisation) ? organisation.createdAt : null
  }

  @ResolveField(() => [OrganisationContact], { description: 'Its administrators, for the agency’s.' })
  async contacts(@Parent() { id }: Organisation, @This() call: Call): Promise<OrganisationContact[]> {
    if (!has(call.actor, 'agencyAdmin')) return []
    return call
      .loader<string, OrganisationContact[]>('contacts', async (tx, ids) => {
        const rows = await tx.rows<OrganisationContact & { organisation_id: string }>(
          `select organisation_id, name, email from (select p.organisation_id, p.name, a.email, row_number() over (partition by p.organisation_id order by p.name) as no
             from person p left join account a on a.person_id = p.id where p.organisation_id = any($1) and 'organisationAdmin' = any(p.roles)) c
           where no <= ${contactsAtMost}`,
          [ids],
        )
        return ids.map((wanted) => rows.filter((row) => row.organisation_id === wanted))
      })
      .load(id)
  }

  @Mutation(resultOf('verifyOrganisation', () => Organisation))
  @Policy('signedIn')
  async verifyOrganisation(
    @Input('VerifyOrganisationInput', VerifyOrganisationInput) input: VerifyOrganisationInput,
    @This() call: Call,
  ): Promise<Organisation | Answer> {
    return this.answer(call, await this.organisations.verify(call, input))
  }

  @Mutation(resultOf('refuseOrganisation', () => Organisation))
  @Policy('signedIn')
  async refuseOrganisation(
    @Input('RefuseOrganisationInput', RefuseOrganisationInput) input: RefuseOrganisationInput,
    @This() call: Call,
  ): Promise<Organisation | Answer> {
    return this.answer(call, await this.organisations.refuse(call, input))
  }

  private async answer(call: Call, answer: Answer): Promise<Organisation | Answer> {
    return isRefusal(answer) ? answer : this.organisations.find(call, String(answer['id']))
  }
}
