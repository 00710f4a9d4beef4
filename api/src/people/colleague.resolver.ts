import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql'
import {
  ChangeEmailInput,
  ChangeRolesInput,
  InviteColleagueInput,
  RemoveColleagueInput,
  ResendInvitationInput,
  WithdrawInvitationInput,
} from '@placet/shared/people/people.schema'
import { Call, This } from '../kernel/call.ts'
import type { Answer } from '../kernel/command.ts'
import { Input } from '../kernel/command-args.ts'
import { Policy } from '../kernel/policy.ts'
import { isRefusal, resultOf } from '../kernel/refusal.ts'
import { Accounts } from './accounts.ts'
import { Colleague, ColleagueConnection, EmailChange, Invitation, InvitationConnection } from './colleague.types.ts'
import { Colleagues } from './colleagues.ts'
import { Invitations } from './invitations.ts'

@Resolver()
export class ColleagueResolver {
  constructor(
    private readonly people: Colleagues,
    private readonly invited: Invitations,
    private readonly accounts: Accounts,
  ) {}

  @Query(() => ColleagueConnection, { description: 'The people of one’s own organisation, or of the agency, by name.' })
  @Policy('signedIn')
  colleagues(
    @This() call: Call,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('q', { type: () => String, nullable: true }) q: string | null,
  ): Promise<ColleagueConnection> {
    return this.people.list(call, { first, after, q })
  }

  @Query(() => InvitationConnection, { description: 'Invitations that are out, for the administrator of that side.' })
  @Policy('signedIn')
  invitations(
    @This() call: Call,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
  ): Promise<InvitationConnection> {
    return this.invited.list(call, { first, after })
  }

  @Mutation(resultOf('inviteColleague', () => Invitation))
  @Policy('signedIn')
  async inviteColleague(
    @Input('InviteColleagueInput', InviteColleagueInput) input: InviteColleagueInput,
    @This() call: Call,
  ): Promise<Invitation | Answer> {
    return this.invitation(call, await this.invited.invite(call, input))
  }

  @Mutation(resultOf('resendInvitation', () => Invitation))
  @Policy('signedIn')
  async resendInvitation(
    @Input('ResendInvitationInput', ResendInvitationInput) input: ResendInvitationInput,
    @This() call: Call,
  ): Promise<Invitation | Answer> {
    return this.invitation(call, await this.invited.resend(call, input))
  }

  @Mutation(resultOf('withdrawInvitation', () => Invitation))
  @Policy('signedIn')
  async withdrawInvitation(
    @Input('WithdrawInvitationInput', WithdrawInvitationInput) input: WithdrawInvitationInput,
    @This() call: Call,
  ): Promise<Invitation | Answer> {
    return this.invitation(call, await this.invited.withdraw(call, input))
  }

  @Mutation(resultOf('changeRoles', () => Colleague))
  @Policy('signedIn')
  async changeRoles(
    @Input('ChangeRolesInput', ChangeRolesInput) input: ChangeRolesInput,
    @This() call: Call,
  ): Promise<Colleague | Answer> {
    return this.colleague(call, await this.people.changeRoles(call, input))
  }

  @Mutation(resultOf('removeColleague', () => Colleague))
  @Policy('signedIn')
  async removeColleague(
    @Input('RemoveColleagueInput', RemoveColleagueInput) input: RemoveColleagueInput,
    @This() call: Call,
  ): Promise<Colleague | Answer> {
    return this.colleague(call, await this.people.remove(call, input))
  }

  @Mutation(resultOf('changeEmail', () => EmailChange))
  @Policy('signedIn')
  changeEmail(
    @Input('ChangeEmailInput', ChangeEmailInput) input: ChangeEmailInput,
    @This() call: Call,
  ): Promise<Answer> {
    return this.accounts.askEmailChange(call, input)
  }

  private async invitation(call: Call, answer: Answer): Promise<Invitation | Answer> {
    return isRefusal(answer) ? answer : this.invited.find(call, String(answer['id']))
  }

  private async colleague(call: Call, answer: Answer): Promise<Colleague | Answer> {
    return isRefusal(answer) ? answer : this.people.find(call, String(answer['id']))
  }
}
