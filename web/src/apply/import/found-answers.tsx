import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@navikt/ds-react'
import { isAnswered } from '@placet/shared/policy-pack/condition'
import { findField, findSectionOf } from '@placet/shared/policy-pack/fields'
import { useEffect, useRef, useState } from 'react'
import { controlId } from '../../dossier/edit/editor.ts'
import { FieldView } from '../../dossier/field-view.tsx'
import type { Pack } from '../../dossier/pack.ts'
import { PagedTable } from '../../ui/paged-table.tsx'
import { StatusTag, type StatusKind } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import type { CardImport } from './card-import.ts'
import './found-answers.css'

interface FoundAnswersProps {
  preview: CardImport
  pack: Pack
  base: string
  storing: boolean
  onStore: (fields: string[]) => void
}

const confidenceWords: Readonly<Record<string, MessageDescriptor>> = {
  high: msg`Sure`,
  medium: msg`Likely`,
  low: msg`Unsure`,
}
const confidenceKinds: Readonly<Record<string, StatusKind>> = { high: 'done', medium: 'information', low: 'attention' }

/** What the card says to our questions: each with a tick. Where an answer stands already, the tick is left to you. */
export function FoundAnswers({ preview, pack, base, storing, onStore }: FoundAnswersProps) {
  const { t } = useLingui()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        preview.fields.filter(({ existing, conflict }) => !conflict && !isAnswered(existing)).map(({ field }) => field),
      ),
  )
  const toggle = (field: string, on: boolean) =>
    setChosen((before) => {
      const next = new Set(before)
      if (on) next.add(field)
      else next.delete(field)
      return next
    })

  const isContested = preview.fields.some(({ conflict }) => conflict)
  return (
    <section aria-labelledby="found" className="ui-stack found-answers">
      <h2 id="found" className="aksel-heading aksel-heading--small" tabIndex={-1} ref={heading}>
        {isContested ? (
          <Plural
            value={preview.fields.length}
            one="# answer was changed since you looked"
            other="# answers were changed since you looked"
          />
        ) : (
          <Plural
            value={preview.fields.length}
            _0="We found no answers in this card"
            one="We found # answer"
            other="We found # answers"
          />
        )}
      </h2>
      {isContested && (
        <p>
          <Trans>
            They were not overwritten; whatever else you chose was added. Tick an answer to use what the card says, or{' '}
            <TextLink to={base}>keep them as they stand</TextLink>.
          </Trans>
        </p>
      )}
      {preview.fields.length > 0 && (
        <>
          <PagedTable
            caption={t`Answers found in the card`}
            head={
              <tr>
                <th scope="col">{t`Use`}</th>
                <th scope="col">{t`Our question`}</th>
                <th scope="col">{t`Found`}</th>
                <th scope="col">{t`Confidence`}</th>
              </tr>
            }
          >
            {preview.fields.map(({ field: id, value, found, sourceNote, confidence, existing, conflict }) => {
              const field = findField(pack, id)
              if (!field) return null
              const word = confidenceWords[confidence]
              return (
                <tr key={id}>
                  <td data-label={t`Use`}>
                    <input
                      id={`use-${id}`}
                      type="checkbox"
                      className="found-answers__tick"
                      checked={chosen.has(id)}
                      aria-label={t`Use for: ${field.label}`}
                      onChange={({ target }) => toggle(id, target.checked)}
                    />
                  </td>
                  <th scope="row" className="found-answers__question">
                    <label htmlFor={`use-${id}`}>{field.label}</label>
                    <div className="ui-subtle found-answers__section">{findSectionOf(pack, id)?.title}</div>
                  </th>
                  <td data-label={t`Found`}>
                    <FieldView field={field} value={value} pack={pack} onlyFilledColumns />
                    <div className="ui-subtle" dir="auto">
                      {sourceNote || found}
                    </div>
                    {(conflict || isAnswered(existing)) && (
                      <div className="found-answers__existing">
                        <StatusTag kind="attention">
                          {conflict ? <Trans>The answer as it stands now</Trans> : <Trans>Replaces your answer</Trans>}
                        </StatusTag>
                        <FieldView field={field} value={existing} pack={pack} onlyFilledColumns />
                      </div>
                    )}
                  </td>
                  <td data-label={t`Confidence`}>
                    <StatusTag kind={confidenceKinds[confidence] ?? 'information'}>
                      {word ? t(word) : confidence}
                    </StatusTag>
                  </td>
                </tr>
              )
            })}
          </PagedTable>
          <div>
            <Button
              type="button"
              loading={storing}
              aria-disabled={chosen.size === 0}
              onClick={() => chosen.size > 0 && onStore([...chosen])}
            >
              <Plural
                value={chosen.size}
                _0="Tick the answers to add"
                one="Add the chosen answer"
                other="Add the # chosen answers"
              />
            </Button>
          </div>
        </>
      )}
      {preview.missing.length > 0 && (
        <details>
          <summary>
            <Plural
              value={preview.missing.length}
              one="The card does not answer # question that is needed"
              other="The card does not answer # questions that are needed"
            />
          </summary>
          <ul>
            {preview.missing.map((id) => (
              <li key={id}>
                <TextLink to={`${base}/s/${findSectionOf(pack, id)?.id ?? ''}#${controlId(id)}`}>
                  {findField(pack, id)?.label ?? id}
                </TextLink>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
