import { Trans, useLingui } from '@lingui/react/macro'
import { formatNumber } from '../ui/date-text.tsx'
import { StatusTag } from '../ui/status-tag.tsx'

/** What is shown of an uploaded file. */
export interface ShownDocument {
  id: string
  name: string
  /** Bytes. */
  size?: number
  state?: string
  rejection?: string | null
}

/** A size in the unit that reads best. */
export function formatBytes(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  let value = bytes
  let unit: (typeof units)[number] = 'byte'
  for (const next of units.slice(1)) {
    if (value < 1000) break
    value /= 1000
    unit = next
  }
  return formatNumber(value, language, {
    style: 'unit',
    unit,
    // The short form of a byte is "byte" in English, for one as for 608.
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  })
}

/** A file by its name: a download once it has passed the checks, else its state in words. */
export function DocumentLink({ id, documents }: { id: string; documents: readonly ShownDocument[] }) {
  const { i18n } = useLingui()
  const document = documents.find((each) => each.id === id)
  if (!document) {
    return (
      <span className="ui-subtle">
        <Trans>A file that is not here any more</Trans>
      </span>
    )
  }
  const { name, size, state = 'clean', rejection } = document
  if (state === 'clean') {
    return (
      <a href={`/files/${encodeURIComponent(id)}`} download className="aksel-link">
        <span>
          <bdi>{name}</bdi>
          {size !== undefined && <> ({formatBytes(size, i18n.locale)})</>}
        </span>
      </a>
    )
  }
  return (
    <span>
      <bdi>{name}</bdi>{' '}
      {state === 'rejected' ? (
        <StatusTag kind="late">{rejection ?? <Trans>Not accepted</Trans>}</StatusTag>
      ) : (
        <StatusTag kind="waiting">
          <Trans>Being checked</Trans>
        </StatusTag>
      )}
    </span>
  )
}
