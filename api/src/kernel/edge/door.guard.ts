import { Injectable } from '@nestjs/common'
import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { GqlExecutionContext } from '@nestjs/graphql'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../auth/actor.ts'
import type { Call } from '../call.ts'
import { forbidden, unauthenticated } from '../errors.ts'
import { doorKey, mayKnock, neededAt } from '../policy.ts'
import type { Door } from '../policy.ts'

/** Deny by default: a root field or route that carries no `@Policy` is closed to everyone. */
@Injectable()
export class DoorGuard implements CanActivate {
  private readonly reflector = new Reflector()

  canActivate(context: ExecutionContext): boolean {
    const door = this.reflector.getAllAndOverride<Door | undefined>(doorKey, [context.getHandler(), context.getClass()])
    if (door === undefined) throw forbidden()
    const actor = actorOf(context)
    if (actor === null) return door === 'public'
    if (mayKnock(door, actor)) return true
    if (actor.roles.length === 0) throw unauthenticated()
    const { roles, grantedBy } = neededAt(door)
    throw forbidden(roles, grantedBy)
  }
}

function actorOf(context: ExecutionContext): Actor | null {
  if (context.getType<'graphql' | 'http'>() === 'graphql')
    return GqlExecutionContext.create(context).getContext<{ call: Call }>().call.actor
  return context.switchToHttp().getRequest<FastifyRequest & { actor?: Actor }>().actor ?? null
}
