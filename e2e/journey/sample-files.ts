/** A file made for the journey: its bytes, name and media type. */
export type SampleFile = { readonly name: string; readonly mediaType: string; readonly bytes: Buffer }

/**
 * A file of the kind that a field accepts, with `title` in it so that no two are alike.
 * `accept` is a media type; anything but JSON and CSV gives a PDF.
 */
export function sampleFile(title: string, accept: string | undefined): SampleFile {
  const stem = title.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase()
  if (accept === 'application/json')
    return { name: `${stem}.json`, mediaType: accept, bytes: Buffer.from(billOfMaterials(title)) }
  if (accept === 'text/csv')
    return {
      name: `${stem}.csv`,
      mediaType: accept,
      bytes: Buffer.from('"group","cases"\r\n"female",120\r\n"male",118\r\n'),
    }
  return { name: `${stem}.pdf`, mediaType: 'application/pdf', bytes: onePagePdf(title) }
}

/** A CycloneDX 1.6 list of one component. */
function billOfMaterials(title: string): string {
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components: [{ type: 'library', name: title, version: '1.0.0' }],
  })
}

/** One A4 page with one line of text: PDF 1.7, cross-reference table by byte offset (ISO 32000-1, 7.5). */
function onePagePdf(line: string): Buffer {
  const text = line.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/[\\()]/g, String.raw`\$&`)
  const stream = `BT /F1 16 Tf 56 760 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = body.length
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}
