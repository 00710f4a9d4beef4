import { Catch } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import { GqlArgumentsHost } from '@nestjs/graphql'
import type { Call } from '../call.ts'
import { refuse, RefusedInput } from '../refusal.ts'
import { say } from '../wording.ts'

/** Hands input that is not well-formed back as data. */
@Catch(RefusedInput)
export class RefusedInputFilter implements ExceptionFilter<RefusedInput> {
  catch(refused: RefusedInput, host: ArgumentsHost): unknown {
    const { call } = GqlArgumentsHost.create(host).getContext<{ call: Call }>()
    return refuse.invalid(
      call.language,
      refused.issues.map(({ path, code, params }) => ({ path, message: say(call.language, code, params) })),
    )
  }
}
