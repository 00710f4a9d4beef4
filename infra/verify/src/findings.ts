/** Something that is not as the log says. `position` of the leaf, where there is one. */
export type Finding = { what: string; position?: number }

/** Thrown where nothing can be said either way: a source that can not be read, a key that is missing. */
export class CannotTell extends Error {}

/** What a check found; `first` is the earliest in the log. */
export class Findings {
  readonly all: Finding[] = []
  readonly notes: string[] = []

  add(what: string, position?: number): void {
    // A broken log is told of by its first entries; millions of lines help nobody.
    if (this.all.length < 10_000) this.all.push(position === undefined ? { what } : { what, position })
  }

  note(text: string): void {
    this.notes.push(text)
  }

  first(): Finding | undefined {
    return this.all.toSorted((one, other) => (one.position ?? Infinity) - (other.position ?? Infinity))[0]
  }
}
