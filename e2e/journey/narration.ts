/** One step as it is printed: who did what, and how the subject's state changed by it. */
export type Step = { who: string; what: string; subject: string; before: string; after: string }

/** Prints each step and keeps the list of states that the submission went through. */
export class Narration {
  readonly states: string[] = []
  readonly #tell: (line: string) => void
  #count = 0

  constructor(tell: (line: string) => void) {
    this.#tell = tell
  }

  /** Prints one numbered step. */
  step({ who, what, subject, before, after }: Step): void {
    this.#count += 1
    const change = before === after ? after : `${before} → ${after}`
    this.#tell(`${String(this.#count).padStart(3)}  ${who.padEnd(27)} ${what.padEnd(34)} ${subject}: ${change}`)
  }

  /** Prints a step of the submission itself and remembers its new state. */
  submission(who: string, what: string, after: string): void {
    this.step({ who, what, subject: 'submission', before: this.states.at(-1) ?? 'none', after })
    if (this.states.at(-1) !== after) this.states.push(after)
  }
}
