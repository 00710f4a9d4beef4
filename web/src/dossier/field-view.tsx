import { useLingui } from '@lingui/react/macro'
import { isAnswered } from '@placet/shared/policy-pack/condition'
import { optionsOf } from '@placet/shared/policy-pack/options'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import { rowsOf } from '@placet/shared/policy-pack/table-rows'
import { type ReactNode, useId } from 'react'
import { formatDate, formatNumber } from '../ui/date-text.tsx'
import { DocumentLink, type ShownDocument } from './document-link.tsx'
import type { Column, Field, Pack } from './pack.ts'
import './field-view.css'

interface FieldViewProps {
  field: Field
  /** The answer as stored; its shape follows the field's type, and anything else is drawn as far as it goes. */
  value: unknown
  pack: Pack
  /** The other answers: some choices take their words from them. */
  answers?: Answers
  /** Files of the dossier, by which ids are given names and links. */
  documents?: readonly ShownDocument[]
  /** Leaves out columns of a table in which no row says anything. */
  onlyFilledColumns?: boolean
}

/** One answer, read-only, drawn by its type. An empty one says "Not reported". */
export function FieldView(props: FieldViewProps) {
  const { field, value, pack, answers = {}, documents = [], onlyFilledColumns = false } = props
  const { t } = useLingui()
  if (!isAnswered(value)) return <span className="ui-subtle">{t`Not reported`}</span>
  if (field.type === 'table' || field.type === 'metricTable') {
    return <TableView {...{ field, value, pack, answers, documents, onlyFilledColumns }} />
  }
  return <ValueView spec={field} {...{ value, pack, answers, documents }} />
}

type Spec = Field | Column

interface ValueViewProps {
  spec: Spec
  value: unknown
  pack: Pack
  answers: Answers
  documents: readonly ShownDocument[]
  row?: Readonly<Record<string, unknown>>
}

function ValueView({ spec, value, pack, answers, documents, row = {} }: ValueViewProps): ReactNode {
  const { t, i18n } = useLingui()
  const labelOf = (chosen: unknown) =>
    optionsOf(pack, spec, answers, row).find((option) => option.value === chosen)?.label ?? String(chosen)
  switch (spec.type) {
    case 'longText':
      return (
        <div className="field-view__prose" dir="auto">
          {String(value)}
        </div>
      )
    case 'select':
      return <bdi>{labelOf(value)}</bdi>
    case 'multiSelect':
      return (
        <ul className="field-view__list">
          {listOf(value).map((chosen) => (
            <li key={String(chosen)}>
              <bdi>{labelOf(chosen)}</bdi>
            </li>
          ))}
        </ul>
      )
    case 'number':
      return (
        <bdi dir="ltr">{typeof value === 'number' ? formatNumber(value, i18n.locale, precise) : String(value)}</bdi>
      )
    case 'percent':
      return (
        <bdi dir="ltr">
          {typeof value === 'number' ? formatNumber(value, i18n.locale, precise) : String(value)}
          {'\u00a0%'}
        </bdi>
      )
    case 'date':
      return <time dateTime={String(value)}>{formatDate(String(value), i18n.locale)}</time>
    case 'boolean':
      return value === true ? t`Yes` : t`No`
    case 'url':
      return <WebAddress address={String(value)} />
    case 'file':
      return (
        <ul className="field-view__list">
          {listOf(value).map((id) => (
            <li key={String(id)}>
              <DocumentLink id={String(id)} documents={documents} />
            </li>
          ))}
        </ul>
      )
    case 'person':
      return <PersonView value={value} />
    default:
      return <bdi>{String(value)}</bdi>
  }
}

const precise = { maximumFractionDigits: 6 }

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** Only a web address becomes a link; anything else stays text. */
function WebAddress({ address }: { address: string }) {
  const isWeb = /^https?:\/\//i.test(address)
  if (!isWeb) return <bdi>{address}</bdi>
  return (
    <a href={address} rel="nofollow noopener noreferrer" dir="ltr" className="aksel-link">
      {address}
    </a>
  )
}

function PersonView({ value }: { value: unknown }) {
  const { t } = useLingui()
  const person = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const parts = [
    [t`Name`, person['name']],
    [t`Position`, person['role']],
    [t`Email`, person['email']],
    [t`Telephone`, person['phone']],
  ] as const
  return (
    <dl className="ui-facts">
      {parts
        .filter(([, part]) => typeof part === 'string' && part !== '')
        .map(([label, part]) => (
          <div key={label} className="field-view__pair">
            <dt>{label}</dt>
            <dd>
              <bdi>{String(part)}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  )
}

function TableView({ field, value, pack, answers, documents, onlyFilledColumns }: Required<FieldViewProps>) {
  const captionId = useId()
  const rows = rowsOf(value)
  const columns = (field.columns ?? []).filter(
    ({ id }) => !onlyFilledColumns || rows.some(({ cells }) => isAnswered(cells[id])),
  )
  return (
    <div className="ui-table-scroll" role="group" aria-labelledby={captionId} tabIndex={0}>
      <table className="ui-table ui-table--cards">
        <caption id={captionId} className="ui-visually-hidden">
          {field.label}
        </caption>
        <thead>
          <tr>
            {columns.map(({ id, label, type }) => (
              <th key={id} scope="col" className={isNumeric(type) ? 'ui-number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id}>
              {columns.map((column) => (
                <td
                  key={column.id}
                  data-label={column.label}
                  className={isNumeric(column.type) ? 'ui-number' : undefined}
                >
                  {isAnswered(cells[column.id]) ? (
                    <ValueView spec={column} value={cells[column.id]} row={cells} {...{ pack, answers, documents }} />
                  ) : (
                    '–'
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function isNumeric(type: Spec['type']): boolean {
  return type === 'number' || type === 'percent'
}
