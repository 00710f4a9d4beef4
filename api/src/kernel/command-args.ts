import { Args } from '@nestjs/graphql'
import type * as z from 'zod/mini'
import { valid, zodInput } from './zod-input.ts'

/** Names of the input types that lists of objects inside an input have. */
const nested = {
  answers: 'ScreeningAnswerInput',
  citations: 'CitationInput',
  evidence: 'EvidenceInput',
  questions: 'RequestQuestionInput',
  judgements: 'JudgementInput',
  departures: 'DepartureInput',
  conditions: 'ConditionInput',
}

/** The one argument of a mutation, made when the decorator runs: its GraphQL type and its validation come from the Zod schema of `shared`. */
export const Input = (name: string, schema: z.ZodMiniType, own: Record<string, string> = {}): ParameterDecorator =>
  inputOf(zodInput(name, schema, { ...nested, ...own }), schema)

const inputOf = (type: ReturnType<typeof zodInput>, schema: z.ZodMiniType) =>
  Args('input', { type: () => type }, valid(schema))
