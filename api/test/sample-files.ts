/** An empty page: PDF 1.7, cross-reference table by byte offset (ISO 32000-1, 7.5). */
function emptyPdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ]
  let body = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = String(body.length).padStart(10, '0')
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${offset} 00000 n \n`
  })
  const trailer = `trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(`${body}xref\n0 4\n0000000000 65535 f \n${offsets.join('')}${trailer}`, 'latin1')
}

/** A file as it is uploaded. */
export type SampleFile = { name: string; type: string; bytes: Buffer }
export const csv: SampleFile = {
  name: 'groups.csv',
  type: 'text/csv',
  bytes: Buffer.from('"group","cases"\r\n"female",120\r\n'),
}
const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [] }
/** By the media type that a question accepts. */
export const files: Record<string, SampleFile> = {
  'text/csv': csv,
  'application/pdf': { name: 'page.pdf', type: 'application/pdf', bytes: emptyPdf() },
  'application/json': { name: 'parts.json', type: 'application/json', bytes: Buffer.from(JSON.stringify(bom)) },
}
