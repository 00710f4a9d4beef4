import type { Findings } from './findings.ts'
import type { Opened } from './leaves.ts'
import { valuesOf } from './row-text.ts'
import type { Source } from './source.ts'

type Step = {
  id: string
  seq: number
  case_id: string
  process: string
  subject_id: string
  from_state: string
  event: string
  to_state: string
  actor_id: string
  office: string
  reason: string | null
  at: string
}

const begun = '(new)'
const tableOf = (process: string) => process.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Every step against its leaf, and every state against the steps that led to it. */
export class History {
  private readonly logged = new Map<string, Opened>()
  private readonly findings: Findings

  constructor(findings: Findings) {
    this.findings = findings
  }

  /** Takes in a leaf of a step, whose type is `process.EVENT`. */
  take(opened: Opened): void {
    this.logged.set(String(opened.record['transition']), opened)
  }

  async check(source: Source): Promise<void> {
    const legal = new Set<string>()
    for await (const text of source.rows('legal_transition')) {
      const { process, from_state: from, event, to_state: to } = valuesOf(text) as Record<string, string>
      legal.add([process, from, event, to].join())
    }
    const steps = new Map<string, Step[]>()
    const cases = new Map<string, Step[]>()
    for await (const text of source.rows('transition')) {
      const step = valuesOf(text) as Step
      this.compare(step)
      if (!legal.has([step.process, step.from_state, step.event, step.to_state].join()))
        this.tell(step, 'is no legal move')
      push(steps, `${step.process} ${step.subject_id}`, step)
      push(cases, step.case_id, step)
    }
    for (const [id, { position }] of this.logged)
      this.findings.add(`transition ${id} is in the log and not there`, position ?? undefined)
    const processes = new Set([...legal].map((move) => move.split(',')[0] ?? ''))
    for (const list of cases.values())
      walk(list, (before, step) => {
        if (Date.parse(step.at) < Date.parse(before.at)) this.tell(step, 'is earlier than the step before it')
      })
    for (const list of steps.values())
      walk(list, (before, step) => {
        if (step.from_state !== before.to_state) this.tell(step, `does not begin where the one before it ended`)
      })
    const tables = new Set((await source.tables()).map(({ name }) => name))
    for (const process of processes)
      if (tables.has(tableOf(process))) await this.replay(source, process, steps)
      else this.findings.add(`legal_transition names ${process}, of which there is no table`)
  }

  private compare(step: Step): void {
    const opened = this.logged.get(step.id)
    if (opened === undefined) return this.findings.add(`transition ${step.id} has no leaf`)
    this.logged.delete(step.id)
    const { record, leaf, names } = opened
    const said: Record<string, unknown> = {
      case: step.case_id,
      process: step.process,
      subject: step.subject_id,
      from: step.from_state,
      event: step.event,
      to: step.to_state,
      actor: step.actor_id,
      office: step.office,
      reason: step.reason,
      at: new Date(step.at).toISOString(),
    }
    const other = Object.keys(said).filter((name) => said[name] !== record[name])
    if (
      leaf.type !== `${step.process}.${step.event}` ||
      !names('subject', step.subject_id) ||
      !names('actor', step.actor_id)
    )
      other.push('leaf')
    if (other.length > 0)
      this.findings.add(
        `transition ${step.id} is not as its leaf says: ${other.join(', ')}`,
        opened.position ?? undefined,
      )
  }

  private tell({ id, process, event, from_state: from }: Step, what: string): void {
    this.findings.add(`transition ${id} (${process}: ${event} in ${from}) ${what}`)
  }

  /** The state that each object is in must be the one that its last step led to. */
  private async replay(source: Source, process: string, steps: ReadonlyMap<string, Step[]>): Promise<void> {
    for await (const text of source.rows(tableOf(process))) {
      const { id, state } = valuesOf(text) as { id: string; state: string }
      const list = steps.get(`${process} ${id}`)
      const last = list?.at(-1)
      if (last === undefined || list?.[0]?.from_state !== begun)
        this.findings.add(`${tableOf(process)} ${id} has no step that made it`)
      else if (last.to_state !== state)
        this.findings.add(`${tableOf(process)} ${id} is ${state}; its last step led to ${last.to_state}`)
    }
  }
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

function walk(steps: Step[], visit: (before: Step, step: Step) => void): void {
  steps.sort((one, other) => one.seq - other.seq)
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1]
    if (before !== undefined) visit(before, step)
  }
}
