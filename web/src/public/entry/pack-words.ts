/**
 * The pack's words for ids of a published dossier, in the reader's language. An id that has none is shown as it is.
 * Reads the few parts that it needs by itself: the schema of the whole pack would weigh more than this page.
 */
export class PackWords {
  readonly #options = new Map<string, Map<string, string>>()
  readonly #metrics = new Map<string, string>()
  readonly #axes = new Map<string, { label: string; groups: Map<string, string>; asField: string | null }>()
  readonly #stages: Map<string, string>

  /** `document` is a policy pack in one language, as the server sends it. */
  constructor(document: unknown) {
    for (const section of membersOf(document, 'sections')) {
      for (const field of membersOf(section, 'fields')) {
        this.#options.set(textOf(field, 'id'), wordsOf(field, 'options'))
        for (const [metric, word] of wordsOf(field, 'suggestedMetrics')) this.#metrics.set(metric, word)
      }
    }
    for (const axis of membersOf(partOf(document, 'vocabularies'), 'subgroupAxes')) {
      const groups = partOf(axis, 'groups')
      this.#axes.set(textOf(axis, 'id'), {
        label: textOf(axis, 'label'),
        groups: new Map([...wordsOf(groups, 'values'), ...wordsOf(groups, 'demo')]),
        asField: textOf(groups, 'field') || null,
      })
    }
    this.#stages = wordsOf(document, 'stages', 'key')
  }

  option(field: string, value: string): string {
    return this.#options.get(field)?.get(value) ?? value
  }

  axis(axis: string): string {
    return this.#axes.get(axis)?.label ?? axis
  }

  /** Some axes take their groups from another question; then its options name them. */
  group(axis: string, group: string): string {
    const found = this.#axes.get(axis)
    if (found?.asField) return this.option(found.asField, group)
    return found?.groups.get(group) ?? group
  }

  metric(metric: string): string {
    return this.#metrics.get(metric) ?? metric
  }

  stage(stage: string): string {
    return this.#stages.get(stage) ?? stage
  }
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? value[key as keyof typeof value] : null
}

function membersOf(value: unknown, key: string): unknown[] {
  const members = partOf(value, key)
  return Array.isArray(members) ? members : []
}

function textOf(value: unknown, key: string): string {
  const text = partOf(value, key)
  return typeof text === 'string' ? text : ''
}

function wordsOf(value: unknown, key: string, name = 'value'): Map<string, string> {
  return new Map(membersOf(value, key).map((member) => [textOf(member, name), textOf(member, 'label')]))
}
