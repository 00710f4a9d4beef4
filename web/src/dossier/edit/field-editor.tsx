import { lazy, Suspense } from 'react'
import { ChoiceEditor, ManyEditor, YesNoEditor } from './choice-editor.tsx'
import type { EditorProps } from './editor.ts'
import { FieldLabel } from './field-label.tsx'
import { FileEditor } from './file-editor.tsx'
import { NumberEditor } from './number-editor.tsx'
import { PersonEditor } from './person-editor.tsx'
import { RowsEditor } from './rows-editor.tsx'
import { LongTextEditor, TextEditor } from './text-editor.tsx'

// Calendar and pop-over weigh as much as all other controls together, and few sections ask for a day.
const DateEditor = lazy(async () => ({ default: (await import('./date-editor.tsx')).DateEditor }))

/** The control for one field of the dossier, by the type that the policy pack gives it. */
export function FieldEditor(props: EditorProps) {
  switch (props.field.type) {
    case 'text':
    case 'url':
      return <TextEditor {...props} />
    case 'longText':
      return <LongTextEditor {...props} />
    case 'number':
    case 'percent':
      return <NumberEditor {...props} />
    case 'date':
      return (
        <Suspense fallback={<DateWaiting {...props} />}>
          <DateEditor {...props} />
        </Suspense>
      )
    case 'select':
      return <ChoiceEditor {...props} />
    case 'multiSelect':
      return <ManyEditor {...props} />
    case 'boolean':
      return <YesNoEditor {...props} />
    case 'person':
      return <PersonEditor {...props} />
    case 'file':
      return <FileEditor {...props} />
    case 'table':
    case 'metricTable':
      return <RowsEditor {...props} />
  }
}

/** Of the date control's size, for the moment until it is here. */
function DateWaiting({ field, id, required }: EditorProps) {
  return (
    <div id={id} className="field-editor__waiting">
      <span className="aksel-label">
        <FieldLabel field={field} required={required} />
      </span>
    </div>
  )
}
