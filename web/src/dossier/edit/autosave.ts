import { isSame } from './is-same.ts'

/** An answer as the server holds it. */
export interface StoredAnswer {
  field: string
  value: unknown
  version: number
  source: 'typed' | 'imported'
  sourceNote: string | null
  confirmed: boolean
  changedBy: string | null
  changedAt: string
}

/** What the server said to one answer of a save. */
export interface Outcome {
  field: string
  outcome: string
  answer: StoredAnswer | null
  message: string | null
  issues: readonly { path: string; message: string }[]
}

export interface Batch {
  commandId: string
  answers: readonly { field: string; baseVersion: number; value: unknown }[]
}

/** What came of sending a batch: outcomes by field, a refusal of the whole, or a fault that is worth another try. */
export type Reply<Refusal> =
  | { kind: 'saved'; outcomes: readonly Outcome[]; savedAt: string }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'failed'; signedOut: boolean }

/** One field as it stands on the page. */
export interface FieldState {
  value: unknown
  /** Where it stands between page and server. */
  state: 'clean' | 'edited' | 'conflict' | 'invalid' | 'locked'
  /** The server's message for `invalid` and `locked`. */
  message: string | null
  issues: readonly { path: string; message: string }[]
  /** The server's answer that mine would overwrite. */
  theirs: StoredAnswer | null
  /** What the server holds; null when it was never answered. */
  stored: StoredAnswer | null
}

export interface SaveStatus<Refusal> {
  state: 'idle' | 'saving' | 'saved' | 'retrying' | 'refused' | 'signedOut'
  savedAt: string | null
  refusal: Refusal | null
  /** Answers that stand on the page only, as the server finds them malformed. */
  toCorrect: number
}

interface Timers {
  after: (ms: number, act: () => void) => () => void
}

const realTimers: Timers = {
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

interface AutosaveOptions<Refusal> {
  send: (batch: Batch) => Promise<Reply<Refusal>>
  newId: () => string
  /** Milliseconds after the last key. */
  delay?: number
  /** Answers in one request at most; for a door that takes them one by one. */
  most?: number
  timers?: Timers
}

const untouched: FieldState = { value: null, state: 'clean', message: null, issues: [], theirs: null, stored: null }
/** Bytes of JSON in one request; the door refuses bodies above 100 kB. */
const mostBytes = 60_000
const retryDelays = [1000, 2000, 4000, 8000, 15_000, 30_000]

/**
 * The answers of one dossier between keyboard and server. Keeps every edit until the server has acknowledged it: one
 * request at a time, a lost one is sent again as it was (same command id), and what was typed meanwhile follows.
 * Answers are saved field by field, so two people in one section never block each other.
 */
export class Autosave<Refusal> {
  readonly #send: (batch: Batch) => Promise<Reply<Refusal>>
  readonly #newId: () => string
  readonly #delay: number
  readonly #timers: Timers
  readonly #most: number
  readonly #fields = new Map<string, FieldState>()
  readonly #waiting = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #status: SaveStatus<Refusal> = { state: 'idle', savedAt: null, refusal: null, toCorrect: 0 }
  #answers: Readonly<Record<string, unknown>> = {}
  #inFlight: Batch | null = null
  #running: Promise<void> | null = null
  #timer: { cancel: () => void } | null = null
  #failures = 0

  constructor({ send, newId, delay = 800, most = 100, timers = realTimers }: AutosaveOptions<Refusal>) {
    this.#send = send
    this.#newId = newId
    this.#delay = delay
    this.#timers = timers
    this.#most = most
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly status = (): SaveStatus<Refusal> => this.#status

  /** Every answer as it stands on the page, sent or not; what conditions are read from. */
  readonly answers = (): Readonly<Record<string, unknown>> => this.#answers

  readonly field = (id: string): FieldState => this.#fields.get(id) ?? untouched

  /** True while something typed has not been acknowledged. */
  readonly hasUnsent = (): boolean => this.#waiting.size > 0 || this.#inFlight !== null

  /** True while the page holds words that the server does not: unsent, malformed, or in conflict. */
  readonly hasUnsaved = (): boolean =>
    this.hasUnsent() || [...this.#fields.values()].some(({ state }) => state !== 'clean' && state !== 'locked')

  /** Takes over what the server holds. An answer that is being edited here stays as it is; the save will tell. */
  receive(answers: readonly StoredAnswer[]): void {
    for (const stored of answers) {
      const known = this.field(stored.field)
      if (known.stored && known.stored.version > stored.version) continue
      if (known.state === 'clean') this.#set(stored.field, { ...untouched, value: stored.value, stored })
    }
    this.#tell()
  }

  /** What the server said to a confirmation: where somebody wrote another text meanwhile, both stay until one is chosen. */
  confirmed(outcomes: readonly Outcome[]): void {
    for (const { field: id, outcome, answer, message } of outcomes) {
      if (!answer) continue
      const known = this.field(id)
      if (outcome === 'conflict' && known.state === 'clean' && !isSame(answer.value, known.value))
        this.#set(id, { ...known, state: 'conflict', theirs: answer, message })
      else this.receive([answer])
    }
    this.#tell()
  }

  /** A new value from the keyboard; null for an empty one. */
  edit(id: string, value: unknown): void {
    const known = this.field(id)
    if (known.state === 'locked' || isSame(known.value, value)) return
    if (known.state === 'conflict') this.#set(id, { ...known, value })
    else {
      this.#set(id, { ...known, value, state: 'edited', message: null, issues: [] })
      this.#waiting.add(id)
      this.#soon(this.#delay)
    }
    this.#tell()
  }

  /** Ends a conflict: `mine` is sent over theirs, `theirs` replaces mine. */
  resolve(id: string, choice: 'mine' | 'theirs'): void {
    const known = this.field(id)
    const { theirs } = known
    if (known.state !== 'conflict' || !theirs) return
    if (choice === 'theirs') this.#set(id, { ...untouched, value: theirs.value, stored: theirs })
    else {
      this.#set(id, { ...known, state: 'edited', theirs: null, stored: theirs })
      this.#waiting.add(id)
      this.#soon(0)
    }
    this.#tell()
  }

  /**
   * Sends what waits now, without the pause after the last key.
   *
   * @returns true when nothing is left unsent; false when the server could not be reached or refused.
   */
  async flush(): Promise<boolean> {
    this.#stopTimer()
    if (this.#running) await this.#running
    if (this.#waiting.size > 0 || this.#inFlight) await this.#run()
    return !this.hasUnsent()
  }

  /** Sends at once what would be sent after a pause, or tried again after one. What was refused waits for the person. */
  readonly hurry = (): void => {
    if (this.#timer) void this.flush()
  }

  /**
   * The page ends now. What waits goes out beside the request under way, whose answers stand in front where they are
   * older words of the same field: the newest count whichever request the server hears first, and if it hears one only.
   */
  readonly leave = (): void => {
    this.hurry()
    if (!this.#inFlight) return
    const before = new Map(this.#inFlight.answers.map((answer) => [answer.field, answer]))
    const answers = [...this.#waiting].flatMap((id) => {
      const older = before.get(id)
      const newest = this.#answerOf(id)
      return older ? [older, { ...newest, baseVersion: older.baseVersion + 1 }] : [newest]
    })
    for (let at = 0; at < answers.length; at += this.#most)
      void this.#send({ commandId: this.#newId(), answers: answers.slice(at, at + this.#most) })
  }

  /** The person asks: try at once. */
  retryNow(): void {
    if (this.hasUnsent()) void this.flush()
  }

  #soon(ms: number): void {
    if (!this.#running) this.#runAfter(ms)
  }

  #runAfter(ms: number): void {
    this.#stopTimer()
    const cancel = this.#timers.after(ms, () => {
      this.#timer = null
      void this.#run()
    })
    this.#timer = { cancel }
  }

  #stopTimer(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #run(): Promise<void> {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null
      // A refused batch waits for the person; what was typed meanwhile follows on its own.
      if (this.#status.state === 'saved' && this.#waiting.size > 0) this.#soon(this.#delay)
    })
    return this.#running
  }

  async #sendAll(): Promise<void> {
    while (this.#inFlight || this.#waiting.size > 0) {
      this.#inFlight ??= this.#nextBatch()
      this.#say({ ...this.#status, state: 'saving', refusal: null })
      const reply = await this.#send(this.#inFlight)
      if (reply.kind === 'failed') return this.#failed(reply.signedOut)
      const batch = this.#inFlight
      this.#inFlight = null
      this.#failures = 0
      if (reply.kind === 'refused') return this.#refused(batch, reply.refusal)
      for (const outcome of reply.outcomes) this.#settle(outcome, batch)
      const isAnySaved = reply.outcomes.some(({ outcome }) => outcome === 'saved')
      const savedAt = isAnySaved ? reply.savedAt : this.#status.savedAt
      this.#say({ ...this.#status, state: 'saved', savedAt, refusal: null })
    }
  }

  #nextBatch(): Batch {
    const answers: Batch['answers'][number][] = []
    let bytes = 0
    for (const id of this.#waiting) {
      const answer = this.#answerOf(id)
      bytes += JSON.stringify(answer.value).length * 2
      if (answers.length === this.#most || (answers.length > 0 && bytes > mostBytes)) break
      answers.push(answer)
      this.#waiting.delete(id)
    }
    return { commandId: this.#newId(), answers }
  }

  #answerOf(id: string): Batch['answers'][number] {
    const { value, stored } = this.field(id)
    return { field: id, baseVersion: stored?.version ?? 0, value }
  }

  #settle({ field: id, outcome, answer, message, issues }: Outcome, batch: Batch): void {
    const known = this.field(id)
    const sent = batch.answers.find(({ field }) => field === id)
    const typedSince = this.#waiting.has(id) || !isSame(known.value, sent?.value)
    switch (outcome) {
      case 'saved':
        if (typedSince) this.#set(id, { ...known, stored: answer, state: 'edited' })
        else this.#set(id, { ...untouched, value: known.value, stored: answer })
        break
      case 'conflict':
        this.#waiting.delete(id)
        if (answer && isSame(answer.value, known.value))
          this.#set(id, { ...untouched, value: known.value, stored: answer })
        else this.#set(id, { ...known, state: 'conflict', theirs: answer, message })
        break
      case 'locked':
        this.#waiting.delete(id)
        this.#set(id, { ...known, state: 'locked', message })
        break
      default:
        // What was typed since is a new try; its own outcome will tell.
        if (!typedSince) this.#set(id, { ...known, state: 'invalid', message, issues, stored: answer ?? known.stored })
    }
    this.#tell()
  }

  #failed(signedOut: boolean): void {
    const wait = retryDelays[Math.min(this.#failures, retryDelays.length - 1)] ?? 30_000
    this.#failures += 1
    this.#say({ ...this.#status, state: signedOut ? 'signedOut' : 'retrying' })
    this.#runAfter(wait)
  }

  #refused(batch: Batch, refusal: Refusal): void {
    for (const { field } of batch.answers) this.#waiting.add(field)
    this.#say({ ...this.#status, state: 'refused', refusal })
  }

  #set(id: string, state: FieldState): void {
    this.#fields.set(id, state)
    if (this.#answers[id] !== state.value) this.#answers = { ...this.#answers, [id]: state.value }
  }

  #say(status: SaveStatus<Refusal>): void {
    this.#status = status
    this.#tell()
  }

  #tell(): void {
    const toCorrect = [...this.#fields.values()].filter(({ state }) => state === 'invalid').length
    if (toCorrect !== this.#status.toCorrect) this.#status = { ...this.#status, toCorrect }
    for (const listener of this.#listeners) listener()
  }
}
