import { Trans } from '@lingui/react/macro'
import { Heading } from '@navikt/ds-react'
import { findField } from '@placet/shared/policy-pack/fields'
import { FieldView } from '../../dossier/field-view.tsx'
import { type Pack, readPack } from '../../dossier/pack.ts'
import { answersOf, filesOf, type PublishedField } from './published-field.ts'

interface PublishedFieldsProps {
  fields: readonly PublishedField[]
  /** The policy pack as the server sent it. */
  packDocument: unknown
}

/** Every public answer of the dossier by section; what is withheld says why. */
export function PublishedFields({ fields, packDocument }: PublishedFieldsProps) {
  const pack = readPack(packDocument)
  const answers = answersOf(fields)
  const sections = pack.sections
    .map(({ id, title }) => ({ id, title, fields: fields.filter((field) => field.section === id) }))
    .filter((section) => section.fields.length > 0)
  return (
    <section aria-labelledby="dossier" className="entry__part">
      <Heading level="2" size="medium" id="dossier" spacing tabIndex={-1}>
        <Trans>The public part of the dossier</Trans>
      </Heading>
      {sections.map((section) => (
        <details key={section.id} className="entry__section">
          <summary>
            <h3 className="entry__section-title">{section.title}</h3>
          </summary>
          {section.fields.map((published) => (
            <div key={published.field} className="entry__field">
              <h4>{published.label}</h4>
              <PublishedValue {...{ published, answers, pack }} />
            </div>
          ))}
        </details>
      ))}
    </section>
  )
}

interface PublishedValueProps {
  published: PublishedField
  answers: ReturnType<typeof answersOf>
  pack: Pack
}

function PublishedValue({ published, answers, pack }: PublishedValueProps) {
  if (published.withheld === 'confidential') {
    return (
      <span className="ui-subtle">
        <Trans>Held back as confidential</Trans>
      </span>
    )
  }
  const field = findField(pack, published.field)
  if (published.withheld !== null || !field) {
    return (
      <span className="ui-subtle">
        <Trans>Not reported</Trans>
      </span>
    )
  }
  if (field.type === 'file') return <FiledFiles value={published.value} />
  // Files of a dossier stay with the agency, so a table shows its other columns.
  const columns = field.columns?.filter((column) => column.type !== 'file')
  return <FieldView field={columns ? { ...field, columns } : field} value={published.value} {...{ pack, answers }} />
}

/** Files stay with the agency; the public sees their names and hashes. */
function FiledFiles({ value }: { value: unknown }) {
  return (
    <ul className="entry__steps">
      {filesOf(value).map(({ name, sha256 }) => (
        <li key={sha256}>
          <bdi>{name}</bdi>{' '}
          <span className="entry__hash">
            <bdi dir="ltr">SHA-256 {sha256}</bdi>
          </span>
        </li>
      ))}
    </ul>
  )
}
