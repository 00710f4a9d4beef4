import { controlId } from '../dossier/edit/editor.ts'

/** The address where a reason can be mended: `section/field` leads to the field. What is no field has no address. */
export function addressIn(submissionId: string): (at: string) => string | undefined {
  return (at) => {
    const [section, field] = at.split('/')
    return section && field ? `/apply/${submissionId}/s/${section}#${controlId(field)}` : undefined
  }
}
