import { BadRequestException, HttpException, UnauthorizedException } from '@nestjs/common'

import { inputFaults } from '@placet/shared/kernel/input'
import type { Unmet } from '@placet/shared/kernel/process'
import type { FastifyRequest } from 'fastify'
import type * as z from 'zod/mini'
import type { Actor, Language } from './actor.ts'
import { say } from '../wording.ts'

/** A request whose session the edge has looked up. */
export type SignedIn = FastifyRequest & { actor: Actor; language?: Language | null }

const languages: readonly Language[] = ['en', 'fr', 'ar']
const languageOf = (request: FastifyRequest): Language => {
  const first = (request.headers['accept-language'] ?? '').slice(0, 2).toLowerCase()
  return languages.find((language) => language === first) ?? 'en'
}

/** Faults of a body as the web shows them: by field, in the reader's words. */
export const badBody = (request: FastifyRequest, faults: readonly (Unmet & { at: string })[]): BadRequestException =>
  new BadRequestException({
    code: 'BAD_USER_INPUT',
    message: 'Something in this is not usable.',
    issues: faults.map(({ at, code, params }) => ({ path: at, message: say(languageOf(request), code, params) })),
  })

/** Reads a body by its schema. @throws {BadRequestException} with what is wrong, by field */
export function bodyOf<Shape extends z.ZodMiniType>(request: FastifyRequest, schema: Shape): z.infer<Shape> {
  const parsed = schema.safeParse(request.body ?? {})
  if (parsed.success) return parsed.data
  throw badBody(request, inputFaults(parsed.error))
}

/** What was shown proves nothing; one text for every cause, so that nobody learns which it was. */
export const notProved = (code: 'WRONG_CREDENTIALS' | 'PASSKEY_REFUSED' | 'WRONG_CODE' | 'ATTEMPT_OVER') =>
  new UnauthorizedException({ code, message: texts[code] })

const texts = {
  WRONG_CREDENTIALS: 'The e-mail address or the password is wrong.',
  PASSKEY_REFUSED: 'This passkey is not known here, or its answer came too late.',
  WRONG_CODE: 'The code is wrong, or it was used already.',
  ATTEMPT_OVER: 'The sign-in took too long or was tried too often. Begin again.',
}

export const tooManyTries = (retryAfter: number) =>
  new HttpException({ code: 'RATE_LIMITED', message: `Too many tries. Try again in ${retryAfter} s.`, retryAfter }, 429)
