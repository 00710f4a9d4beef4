import type { Json, Visitor } from './portal.ts'

/** What a page is told by `/events`, as it comes. */
export class LivePage {
  readonly told: Json[] = []
  readonly status: number
  ended = false
  private readonly stop: AbortController

  private constructor(status: number, stop: AbortController) {
    this.status = status
    this.stop = stop
  }

  static async open(visitor: Visitor, headers: Record<string, string> = {}): Promise<LivePage> {
    const stop = new AbortController()
    const answer = await visitor.fetch('/events', { headers, signal: stop.signal })
    const page = new LivePage(answer.status, stop)
    void page.read(answer)
    return page
  }

  /** The messages about one case: kind and id of each. */
  about(caseId: string): Json[] {
    return this.told.filter((message) => message.case === caseId)
  }

  close(): void {
    this.stop.abort()
  }

  private async read(answer: Response): Promise<void> {
    let text = ''
    try {
      for await (const part of answer.body ?? []) {
        text += Buffer.from(part).toString()
        const lines = text.split('\n\n')
        text = lines.pop() ?? ''
        for (const line of lines) if (line.startsWith('data: ')) this.told.push(JSON.parse(line.slice(6)))
      }
    } catch {
      // Closed by the test.
    }
    this.ended = true
  }
}
