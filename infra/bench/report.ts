import type { ListResult } from './list-bench.ts'

export type Row = {
  bench: 'list' | 'queue' | 'advance'
  requestsPerSecond: number
  ratioToFloor: number | null
  perCoreRatioToPostgraphile: number | null
  p95Ms: number
  /** Statements of one request, BEGIN, set_config and COMMIT counted. */
  statements: number | null
  byHandPerSecond: number | null
  servers?: ListResult['servers']
}

const round = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits))
const shown = (value: number | null, digits = 0): string => (value === null ? '–' : value.toFixed(digits))

/** Prints what was measured as a table for people and, when asked for, as one JSON object a line for programs. */
export function printReport(rows: readonly Row[], asJson: boolean): void {
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.bench,
        {
          'requests/s': shown(row.requestsPerSecond),
          'ratio to floor': shown(row.ratioToFloor, 2),
          'per core to PostGraphile': shown(row.perCoreRatioToPostgraphile, 2),
          'p95 ms': shown(row.p95Ms, 1),
          statements: shown(row.statements),
        },
      ]),
    ),
  )
  for (const { bench, servers, byHandPerSecond } of rows) {
    if (servers)
      console.table(
        Object.fromEntries(
          Object.entries(servers).map(([name, server]) => [
            `${bench}: ${name}`,
            {
              'requests/s': shown(server.requestsPerSecond),
              'requests/core-second': shown(server.perCoreSecond),
              'p95 ms': shown(server.p95Ms, 1),
            },
          ]),
        ),
      )
    if (byHandPerSecond !== null)
      console.log(`${bench}: the same statements by hand, ${shown(byHandPerSecond)} a second`)
  }
  if (!asJson) return
  for (const { bench, requestsPerSecond, ratioToFloor, perCoreRatioToPostgraphile, p95Ms } of rows)
    console.log(
      JSON.stringify({
        bench,
        requestsPerSecond: round(requestsPerSecond, 1),
        ratioToFloor: round(ratioToFloor, 3),
        perCoreRatioToPostgraphile: round(perCoreRatioToPostgraphile, 3),
        p95Ms: round(p95Ms, 2),
      }),
    )
}
