import { Field, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql'
import { MoveAgencyClockInput } from '@placet/shared/kernel/agency-clock.schema'
import { agencyNow } from '../kernel/agency-clock.ts'
import { has } from '../kernel/auth/actor.ts'
import { Call, This } from '../kernel/call.ts'
import { claimCommand, keepAnswer } from '../kernel/command.ts'
import { Input } from '../kernel/command-args.ts'
import type { Answer } from '../kernel/command.ts'
import { Databases } from '../kernel/db/databases.ts'
import { run } from '../kernel/db/run.ts'
import { Policy } from '../kernel/policy.ts'
import { Portal } from '../kernel/portal.ts'
import { recordAct } from '../kernel/record.ts'
import { isRefusal, refuse, resultOf } from '../kernel/refusal.ts'
import { DateTime } from '../kernel/scalars.ts'

@ObjectType()
export class AgencyClock {
  @Field(() => DateTime) now: Date
  @Field(() => Boolean) movable: boolean
  @Field(() => Int) offsetDays: number
}

@Resolver()
export class AgencyClockResolver {
  constructor(
    private readonly databases: Databases,
    private readonly portal: Portal,
  ) {}

  @Query(() => AgencyClock)
  @Policy('public')
  async agencyClock(@This() call: Call): Promise<AgencyClock> {
    const now = await agencyNow(await call.tx())
    return {
      now,
      movable: this.portal.mode !== 'production' && has(call.actor, 'agencyAdmin'),
      offsetDays: Math.round((now.getTime() - Date.now()) / 86_400_000),
    }
  }

  @Mutation(resultOf('moveAgencyClock', () => AgencyClock))
  @Policy('signedIn')
  async moveAgencyClock(
    @Input('MoveAgencyClockInput', MoveAgencyClockInput) input: MoveAgencyClockInput,
    @This() call: Call,
  ): Promise<Answer> {
    const act = {
      actor: call.actor,
      action: 'MOVE_CLOCK',
      process: 'agencyClock',
      subjectId: call.actor.id,
      caseId: null,
      detail: { days: input.days },
    }
    const refused = await run(this.databases.app, call.actor, 'write', async (tx) => {
      if (this.portal.mode === 'production' || !has(call.actor, 'agencyAdmin')) {
        await recordAct(tx, { ...act, outcome: 'NotPermitted' })
        return refuse.notPermitted(call.language, [{ code: 'clock.notMovable' }])
      }
      const before = await claimCommand(tx, call, input.commandId, { move: input.days })
      if (before !== null) return isRefusal(before) ? before : null
      await tx.rows(`update agency_setting set clock_offset_days = clock_offset_days + $1`, [input.days])
      await recordAct(tx, { ...act, outcome: 'done' })
      await keepAnswer(tx, call, input.commandId, { __typename: 'AgencyClock' })
      return null
    })
    if (refused !== null) return refused
    await call.readAfresh()
    return { __typename: 'AgencyClock', ...(await this.agencyClock(call)) }
  }
}
