import { useLingui } from '@lingui/react'

/** The locale for `Intl`: British order of day and month, and Latin digits in Arabic, as most health forms there use. */
function intlLocale(language: string): string {
  if (language === 'ar') return 'ar-u-nu-latn-ca-gregory'
  return language === 'fr' ? 'fr' : 'en-GB'
}

/** "3 May 2026" in the reader's language, from `YYYY-MM-DD` or an ISO time. */
export function formatDate(value: string, language: string): string {
  const isDay = value.length === 10
  return new Intl.DateTimeFormat(intlLocale(language), {
    dateStyle: 'long',
    // A day has no zone: read as UTC and shown as UTC, it stays the day that was written.
    ...(isDay ? { timeZone: 'UTC' } : {}),
  }).format(new Date(value))
}

/** "3 May 2026, 14:05 CEST": a time always carries its zone. */
function formatDateTime(value: string, language: string): string {
  return new Intl.DateTimeFormat(intlLocale(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(value))
}

/** "14:05" */
export function formatTime(value: string | Date, language: string): string {
  return new Intl.DateTimeFormat(intlLocale(language), { hour: '2-digit', minute: '2-digit' }).format(new Date(value))
}

export function formatNumber(value: number, language: string, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(intlLocale(language), options).format(value)
}

export function DateText({ value }: { value: string }) {
  const { i18n } = useLingui()
  return <time dateTime={value}>{formatDate(value, i18n.locale)}</time>
}

export function DateTimeText({ value }: { value: string }) {
  const { i18n } = useLingui()
  return <time dateTime={value}>{formatDateTime(value, i18n.locale)}</time>
}
