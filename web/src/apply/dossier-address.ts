import { controlId } from '../dossier/edit/editor.ts'

/** The address where a reason can be mended: `section/field` leads to the field, `section` to its section. */
export function addressIn(submissionId: string): (at: string) => string | undefined {
  return (at) => {
    const [section, field] = at.split('/')
    if (!section) return undefined
    const page = `/apply/${submissionId}/s/${section}`
    return field ? `${page}#${controlId(field)}` : page
  }
}
