import { OptionalMark } from '../../ui/page-title.tsx'
import type { Field } from '../pack.ts'

/** A field's label; the few that may be left out say so. */
export function FieldLabel({ field, required }: { field: Field; required: boolean }) {
  return (
    <>
      {field.label}
      {!required && <OptionalMark />}
    </>
  )
}

/** The hint under the label: what to write, and for whom it is asked. */
export function FieldHint({ field }: { field: Field }) {
  return (
    <>
      {field.help}
      {field.requiredNote && (
        <>
          <br />
          <span className="field-editor__note">{field.requiredNote}</span>
        </>
      )}
    </>
  )
}
