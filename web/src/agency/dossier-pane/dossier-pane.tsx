import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading, Select } from '@navikt/ds-react'
import { findSectionOf } from '@placet/shared/policy-pack/fields'
import { visibleSections } from '@placet/shared/policy-pack/visibility'
import { type ReactNode, useEffect } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import type { ShownDocument } from '../../dossier/document-link.tsx'
import { FieldView } from '../../dossier/field-view.tsx'
import type { Pack } from '../../dossier/pack.ts'
import { focusById } from '../../ui/error-summary-form.tsx'
import { StatusTag } from '../../ui/status-tag.tsx'
import './dossier-pane.css'

/** An answer of the dossier, as the API gives it. */
export interface DossierAnswer {
  field: string
  value: unknown
  source: string
  sourceNote: string | null
  confirmed: boolean
}

interface DossierPaneProps {
  pack: Pack
  answers: readonly DossierAnswer[]
  documents: readonly ShownDocument[]
  /** Sections to offer first, such as those of a review stage; all when absent. */
  stage?: string
  /** What can be done with a field, such as to cite it. */
  action?: (field: string, label: string) => ReactNode
}

/** The section of a field, to open the pane there. */
export function sectionOfField(pack: Pack, field: string): string | null {
  return findSectionOf(pack, field)?.id ?? null
}

/** The id of a field's place in the pane, to lead the focus there. */
function fieldPlace(field: string): string {
  return `dossier-field-${field}`
}

/**
 * The dossier as it was sent, one section at a time, read-only. `?section=` and `?field=` say what is open; a field that
 * the address names takes the focus.
 */
export function DossierPane({ pack, answers, documents, stage, action }: DossierPaneProps) {
  const { t } = useLingui()
  const [search, setSearch] = useSearchParams()
  const { key } = useLocation()
  const section = search.get('section')
  const target = search.get('field')
  useEffect(() => {
    if (target) focusById(fieldPlace(target))
  }, [target, key])
  const values = Object.fromEntries(answers.map(({ field, value }) => [field, value]))
  const sections = visibleSections(pack, values)
  const first = sections.filter((each) => stage !== undefined && each.section.reviewStages.includes(stage))
  const others = sections.filter((each) => !first.includes(each))
  const open = sections.find((each) => each.section.id === section) ?? first[0] ?? others[0]
  if (!open) return null
  const openSection = (id: string): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        next.set('section', id)
        next.delete('field')
        return next
      },
      { replace: true },
    )
  const option = ({ section: { id, title } }: (typeof sections)[number]): ReactNode => (
    <option key={id} value={id}>
      {title}
    </option>
  )
  return (
    <section aria-labelledby="dossier-pane" className="dossier-pane">
      <Heading level="2" size="small" id="dossier-pane">
        <Trans>Dossier</Trans>
      </Heading>
      <Select
        label={t`Section`}
        size="small"
        value={open.section.id}
        onChange={(chosen) => openSection(chosen.target.value)}
      >
        {first.length > 0 ? (
          <>
            <optgroup label={t`For this stage`}>{first.map(option)}</optgroup>
            <optgroup label={t`Other sections`}>{others.map(option)}</optgroup>
          </>
        ) : (
          others.map(option)
        )}
      </Select>
      <Heading level="3" size="small">
        {open.section.title}
      </Heading>
      <BodyLong size="small" className="ui-subtle">
        {open.section.intro}
      </BodyLong>
      {open.fields.map((field) => {
        const answer = answers.find((each) => each.field === field.id)
        return (
          <div key={field.id} className="dossier-pane__field" id={fieldPlace(field.id)} tabIndex={-1}>
            <div className="dossier-pane__label">
              <Heading level="4" size="xsmall">
                {field.label}
              </Heading>
              {action?.(field.id, field.label)}
            </div>
            {answer?.source === 'imported' && !answer.confirmed && (
              <StatusTag kind="attention">
                <Trans>Imported, not confirmed</Trans>
              </StatusTag>
            )}
            <FieldView field={field} value={answer?.value ?? null} pack={pack} answers={values} documents={documents} />
          </div>
        )
      })}
    </section>
  )
}
