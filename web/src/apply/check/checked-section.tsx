import { Trans, useLingui } from '@lingui/react/macro'
import { isAnswered } from '@placet/shared/policy-pack/condition'
import type { Answers } from '@placet/shared/policy-pack/policy-pack.schema'
import type { ShownDocument } from '../../dossier/document-link.tsx'
import { controlId } from '../../dossier/edit/editor.ts'
import { FieldView } from '../../dossier/field-view.tsx'
import type { Field, Pack, Section } from '../../dossier/pack.ts'
import { StatusTag } from '../../ui/status-tag.tsx'
import { TextLink } from '../../ui/text-link.tsx'

interface CheckedSectionProps {
  section: Section
  fields: readonly Field[]
  pack: Pack
  answers: Answers
  base: string
  required: ReadonlySet<string>
  unconfirmed: ReadonlySet<string>
  documents: readonly ShownDocument[]
  canChange: (field: string) => boolean
}

/** One section's answers, read-only, each with a way back to its question. */
export function CheckedSection(props: CheckedSectionProps) {
  const { section, fields, pack, answers, base, required, unconfirmed, documents, canChange } = props
  const { t } = useLingui()
  return (
    <div className="checked-section">
      <h2 className="aksel-heading aksel-heading--small">{section.title}</h2>
      <dl className="checked-section__answers">
        {fields.map((field) => {
          const value = answers[field.id]
          const isMissing = required.has(field.id) && !isAnswered(value)
          return (
            <div key={field.id} className="checked-section__answer">
              <dt>{field.label}</dt>
              <dd>
                {isMissing ? (
                  <StatusTag kind="late">
                    <Trans>Not answered yet</Trans>
                  </StatusTag>
                ) : (
                  <FieldView {...{ field, value, pack, answers, documents }} />
                )}
                {unconfirmed.has(field.id) && (
                  <StatusTag kind="attention">
                    <Trans>Imported – check</Trans>
                  </StatusTag>
                )}
              </dd>
              {canChange(field.id) && !field.computed && (
                <dd className="checked-section__change">
                  <TextLink
                    to={`${base}/s/${section.id}#${controlId(field.id)}`}
                    aria-label={t`Change: ${field.label}`}
                  >
                    <Trans>Change</Trans>
                  </TextLink>
                </dd>
              )}
            </div>
          )
        })}
      </dl>
    </div>
  )
}
