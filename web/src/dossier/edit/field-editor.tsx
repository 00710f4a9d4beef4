import { ChoiceEditor, ManyEditor, YesNoEditor } from './choice-editor.tsx'
import { DateEditor } from './date-editor.tsx'
import type { EditorProps } from './editor.ts'
import { FileEditor } from './file-editor.tsx'
import { NumberEditor } from './number-editor.tsx'
import { PersonEditor } from './person-editor.tsx'
import { RowsEditor } from './rows-editor.tsx'
import { LongTextEditor, TextEditor } from './text-editor.tsx'

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
      return <DateEditor {...props} />
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
