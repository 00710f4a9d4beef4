/** Something happened that a healthy portal would not do; `message` is one sentence for the person at the terminal. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected'
}

/** The portal refused the model card itself; `message` is the portal's own reason. */
export class CardRefused extends Error {
  override readonly name = 'CardRefused'
}

/** Throws `Unexpected` with the sentence unless `holds`. */
export function expectThat(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Unexpected(sentence)
}

/** Narrows a value that must be there; throws `Unexpected` with the sentence when it is null or undefined. */
export function present<T>(value: T | null | undefined, sentence: string): T {
  if (value === null || value === undefined) throw new Unexpected(sentence)
  return value
}
