/** Rows padded to equal columns, as Prettier leaves them. The first is the head. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const lines = rows.map(line)
  return [...lines.slice(0, 1), line(widths.map((width) => '-'.repeat(width))), ...lines.slice(1)]
}
