import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { recordKeys } from './record-words.ts'
import './signed-record.css'

interface SignedRecordProps {
  /** The canonical record: JSON text, byte for byte what is hashed and signed. */
  record: string
  labelOf?: ((key: string) => string | undefined) | undefined
  /** Draws the value of a key that the caller knows better, such as the answer to a field. */
  viewOf?: ((key: string, value: unknown) => ReactNode | undefined) | undefined
}

/** A record laid out for reading, with the exact text behind it one click away. */
export function SignedRecord({ record, labelOf, viewOf }: SignedRecordProps) {
  const { t } = useLingui()
  return (
    <div className="signed-record" role="region" aria-label={t`The record`} tabIndex={0}>
      <Part value={parsed(record)} labelOf={labelOf} viewOf={viewOf} depth={0} />
      <details>
        <summary>
          <Trans>The exact text that is signed</Trans>
        </summary>
        <pre dir="ltr" className="signed-record__text">
          {record}
        </pre>
      </details>
    </div>
  )
}

function parsed(record: string): unknown {
  try {
    const value: unknown = JSON.parse(record)
    return value
  } catch {
    return record
  }
}

/** `useCategories` reads "Use categories" where the record's key has no better words. */
function plain(key: string): string {
  const spaced = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

interface PartProps extends Omit<SignedRecordProps, 'record'> {
  value: unknown
  depth: number
}

function Part({ value, labelOf, viewOf, depth }: PartProps): ReactNode {
  const { t } = useLingui()
  if (value === null || value === '') return <span className="ui-subtle">–</span>
  if (value === true) return t`Yes`
  if (value === false) return t`No`
  if (typeof value !== 'object') {
    return (
      <span className="signed-record__prose" dir="auto">
        {String(value)}
      </span>
    )
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="ui-subtle">–</span>
    return (
      <ul className="signed-record__list">
        {value.map((member, at) => (
          <li key={at}>
            <Part value={member} labelOf={labelOf} viewOf={viewOf} depth={depth + 1} />
          </li>
        ))}
      </ul>
    )
  }
  const wordOf = (key: string) => labelOf?.(key) ?? (recordKeys[key] ? t(recordKeys[key]) : plain(key))
  return (
    <dl className={depth === 0 ? 'signed-record__facts' : 'signed-record__facts signed-record__facts--inner'}>
      {Object.entries(value).map(([key, member]) => (
        <div key={key} className="signed-record__pair">
          <dt dir="auto">{wordOf(key)}</dt>
          <dd>
            {viewOf?.(key, member) ?? <Part value={member} labelOf={labelOf} viewOf={viewOf} depth={depth + 1} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
