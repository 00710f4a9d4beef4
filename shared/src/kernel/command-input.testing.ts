import * as z from 'zod/mini'
import { expect, test } from 'vitest'
import { inputFaults } from './input.ts'

const id = '0192d3c0-7b1a-7c3d-8e4f-5a6b7c8d9e0f'
const commandId = '3f0e1a8c-6a57-4b1e-9b8f-1d2c3b4a5f60'

/** Starts of examples: a command, one on a row, one on a row as it was seen; and what seals. */
export const made = { commandId }
export const on = { ...made, id }
export const seen = { ...on, version: 1 }
export const seal = {
  ceremonyId: id,
  proof: { kind: 'passwordAndCode', password: 'a long enough one', code: '123456' },
}
export { id as someRow }

/** The codes of the faults that a schema finds, each with its path. */
export const faultsOf = (schema: z.core.$ZodType, input: unknown): string[] => {
  const answer = z.safeParse(schema, input)
  return answer.success ? [] : inputFaults(answer.error).map(({ code, at }) => `${at}: ${code}`)
}

/**
 * What holds for every command input: the example passes as it stands, each of its fields is asked for unless named in
 * `optional`, and a field that nobody knows is refused.
 */
export function testCommandInput(
  name: string,
  schema: z.core.$ZodType,
  example: Record<string, unknown>,
  optional: string[] = [],
) {
  test(`${name} asks for what it needs and for nothing else`, () => {
    expect(z.parse(schema, example)).toEqual(example)
    for (const field of Object.keys(example)) {
      const { [field]: _, ...rest } = example
      const paths = faultsOf(schema, rest).map((fault) => fault.split(':')[0])
      expect(paths, `${name} without ${field}`).toEqual(optional.includes(field) ? [] : [field])
    }
    expect(faultsOf(schema, { ...example, state: 'issued' })).toEqual(['state: inputUnknownField'])
  })
}
