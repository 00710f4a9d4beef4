import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkContent } from '../content-check.ts'
import { cleanName } from '../file-name.ts'

const uploads = join(import.meta.dirname, '../../../../../shared/data/uploads')
const isThere = existsSync(uploads)

const declared: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
  dcm: 'application/dicom',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  zip: 'application/zip',
}

/** Each file of `../shared/data/uploads` under its own name: its type where it is taken, else the reason why not. */
const verdicts: Record<string, string> = {
  'pdf/minimal.pdf': 'application/pdf',
  'pdf/arabic.pdf': 'application/pdf',
  'pdf/google-doc.pdf': 'application/pdf',
  'pdf/form-fields.pdf': 'application/pdf',
  'pdf/chai-Aidoc_ICH-02-RT.pdf': 'application/pdf',
  'pdf/chai-Aidoc_PTX-01.pdf': 'document.empty',
  'pdf/empty.pdf': 'document.empty',
  'pdf/encrypted-user-password.pdf': 'document.pdfLocked',
  'pdf/garbage-before-header.pdf': 'document.contentDiffers',
  'pdf/html-named.pdf': 'document.contentDiffers',
  'pdf/png-named.pdf': 'document.contentDiffers',
  'pdf/truncated.pdf': 'document.pdfCutOff',
  'pdf/with-embedded-file.pdf': 'document.pdfActive',
  'images/smile.png': 'image/png',
  'images/smile.jpg': 'image/jpeg',
  'images/huge-20000x20000.png': 'document.tooManyPixels',
  'images/script.svg': 'document.typeNotAllowed',
  'docx/chai-template.docx': declared['docx'] ?? '',
  // Pictures of medicine are kept as they came and never decoded here: a doubtful one is evidence all the same.
  'dicom/JPEG-lossy.dcm': 'application/dicom',
  'dicom/MR_small.dcm': 'application/dicom',
  'dicom/MR_truncated.dcm': 'application/dicom',
  'dicom/SC_rgb_small_odd.dcm': 'application/dicom',
  'dicom/badVR.dcm': 'application/dicom',
  'dicom/chrArab.dcm': 'application/dicom',
  'dicom/chrFren.dcm': 'application/dicom',
  'dicom/chrRuss.dcm': 'application/dicom',
  'dicom/empty_charset_LEI.dcm': 'application/dicom',
  'archives/path-traversal.zip': 'document.archiveNames',
  'archives/ratio-1000.zip': 'document.archiveTooLarge',
}

/** Names of `names.txt`, in its order: the name that is kept, and whether a small PDF under it is taken. */
const names: readonly (readonly [kept: string, taken: boolean])[] = [
  ['Dossier final (v2) [signé].pdf', true],
  ['تقرير السلامة.pdf', true],
  ['临床评估报告.pdf', true],
  ['Отчёт о безопасности.pdf', true],
  ['Evaluación clínica ñ.pdf', true],
  ['_CON.pdf', true],
  ['file.pdf.exe', false],
  ['reportfdp.exe', false],
  ['x.pdf', true],
  [`${'a'.repeat(196)}.pdf`, true],
  ['leading space.pdf', true],
  ['trailing dot', false],
  [`semi;colon_quote'.pdf`, true],
  ['%2e%2e%2fetc.pdf', true],
  ['=cmd.pdf', true],
  ['emoji 🩺.pdf', true],
  ['é decomposed.pdf', true],
  ['é composed.pdf', true],
  ['hidden', false],
  ['no-extension', false],
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'placet-given-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function judge(file: string, name: string): Promise<string> {
  const path = join(folder, 'copy')
  await copyFile(join(uploads, file), path)
  const type = declared[file.split('.').at(-1) ?? ''] ?? ''
  const verdict = await checkContent(path, name, type, ['application/zip'])
  return 'mediaType' in verdict ? verdict.mediaType : verdict.rejection
}

describe.skipIf(!isThere)(
  'every given file gets its verdict (left out where ../shared/data/uploads is not here)',
  () => {
    test.each(Object.entries(verdicts))('%s: %s', async (file, expected) => {
      expect(await judge(file, file.split('/').at(-1) ?? '')).toBe(expected)
    })

    test('and no file is forgotten', () => {
      const found = readdirSync(uploads, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'names.txt')
        .map((entry) => `${entry.parentPath.slice(uploads.length + 1)}/${entry.name}`)
      expect(Object.keys(verdicts).sort()).toEqual(found.sort())
    })

    test('a zip or a picture under the name of a Word file', async () => {
      for (const file of ['archives/ratio-1000.zip', 'images/smile.png']) {
        const path = join(folder, 'disguised')
        await copyFile(join(uploads, file), path)
        expect(await checkContent(path, 'report.docx', declared['docx'] ?? '')).toMatchObject({
          rejection: 'document.contentDiffers',
        })
      }
    })

    test('every given name is kept as it should read, or not taken', async () => {
      const given = readFileSync(join(uploads, 'names.txt'), 'utf8').split('\n')
      if (given.at(-1) === '') given.pop()
      expect(given.map(cleanName)).toEqual(names.map(([kept]) => kept))
      for (const [kept, taken] of names)
        expect([kept, await judge('pdf/minimal.pdf', kept)]).toEqual([
          kept,
          taken ? 'application/pdf' : 'document.typeNotAllowed',
        ])
    })
  },
)
