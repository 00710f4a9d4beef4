/** A day of the calendar as "YYYY-MM-DD", between 1900 and 2200. */
export const isRealDate = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const instant = new Date(`${value}T00:00:00Z`)
  const isReal = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value)
  return isReal && value >= '1900-01-01' && value <= '2200-12-31'
}
