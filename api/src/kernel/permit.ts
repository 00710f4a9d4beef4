import { Field, ObjectType } from '@nestjs/graphql'
import type { Call } from './call.ts'
import type { Lifecycle } from './lifecycle.ts'
import { UnmetReason } from './refusal.ts'
import { reasons } from './wording.ts'
import type { Flow, Subject } from './workflow.ts'

@ObjectType({ description: 'May this event happen now, for me? `because` is empty exactly when `allowed`.' })
export class Permit {
  @Field(() => String) event: string
  @Field(() => Boolean) allowed: boolean
  @Field(() => [UnmetReason]) because: UnmetReason[]
}

/** The buttons of one object: the server's own reasons, in the reader's language. */
export async function permitsOf<S extends Subject>(
  call: Call,
  lifecycle: Lifecycle,
  flow: Flow<S>,
  subject: S,
): Promise<Permit[]> {
  const found = await lifecycle.permits(call, flow, subject)
  return found.map(({ event, because }) => ({
    event,
    allowed: because.length === 0,
    because: reasons(call.language, because),
  }))
}
