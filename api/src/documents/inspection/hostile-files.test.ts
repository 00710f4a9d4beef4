import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkContent } from '../content-check.ts'
import { madeZip } from './zip.testing.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'placet-hostile-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const types = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  dcm: 'application/dicom',
  zip: 'application/zip',
  docx: word,
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

async function judge(bytes: Buffer | string, kind: keyof typeof types): Promise<string> {
  const path = join(folder, createHash('sha256').update(bytes).digest('hex'))
  await writeFile(path, bytes)
  const verdict = await checkContent(path, `file.${kind}`, types[kind], ['application/zip'])
  return 'mediaType' in verdict ? verdict.mediaType : verdict.rejection
}

const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

describe('PDF', () => {
  const pdf = (objects: string, end = '\n%%EOF\n') =>
    Buffer.from(`%PDF-1.7\n${objects}\ntrailer<</Root 1 0 R>>${end}`, 'latin1')
  const packed = (inside: string, filter = '/Filter/FlateDecode', mark = '/ObjStm') =>
    Buffer.concat([
      Buffer.from(`%PDF-1.7\n5 0 obj\n<</Type${mark}/N 1/First 4${filter}>>\nstream\r\n`),
      deflateSync(inside),
      Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
    ])

  test.each<[string, Buffer, string]>([
    ['a plain one', pdf('1 0 obj<</Type/Catalog>>endobj'), types.pdf],
    ['white space after its end', pdf('1 0 obj<<>>endobj', '\n%%EOF\r\n \n\0'), types.pdf],
    ['an update with an end of its own', pdf('1 0 obj<<>>endobj\n%%EOF\n2 0 obj<<>>endobj'), types.pdf],
    ['no end', pdf('1 0 obj<<>>endobj', ''), 'document.pdfCutOff'],
    ['something after the end', pdf('1 0 obj<<>>endobj', '\n%%EOF\n<script>'), 'document.pdfCutOff'],
    ['a script', pdf('1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj'), 'document.pdfActive'],
    ['a script whose name is escaped', pdf('1 0 obj<</S /J#61va#53cript /JS 4 0 R>>endobj'), 'document.pdfActive'],
    ['a program to start', pdf('1 0 obj<</S/Launch/F(cmd.exe)>>endobj'), 'document.pdfActive'],
    ['an attached file', pdf('1 0 obj<</Type/EmbeddedFile>>endobj'), 'document.pdfActive'],
    ['a list of attached files', pdf('1 0 obj<</Names<</EmbeddedFiles 7 0 R>>>>endobj'), 'document.pdfActive'],
    ['a form that runs scripts of its own', pdf('1 0 obj<</XFA [ (a) 2 0 R ]>>endobj'), 'document.pdfActive'],
    ['a name that only begins so', pdf('1 0 obj<</LaunchPad 1/JavaScripts 2>>endobj'), types.pdf],
    ['locked', pdf('1 0 obj<</Encrypt 9 0 R>>endobj'), 'document.pdfLocked'],
    ['packed objects without harm', packed('7 0 <</Type/Page>>'), types.pdf],
    ['a script among packed objects', packed('7 0 <</S/JavaScript/JS(1)>>'), 'document.pdfActive'],
    [
      'a script under a comment that looks like data',
      pdf('% >>stream\n1 0 obj<</S/JavaScript>>endobj'),
      'document.pdfActive',
    ],
    ['packed objects in another packing', packed('7 0 <<>>', '/Filter/LZWDecode'), 'document.pdfUnreadable'],
    ['objects packed twice', packed('7 0 <<>>', '/Filter[/ASCIIHexDecode/FlateDecode]'), 'document.pdfUnreadable'],
    [
      'packed objects under an escaped mark',
      packed('7 0 <<>>', '/Filter/FlateDecode', '/Obj#53tm'),
      'document.pdfActive',
    ],
    [
      'packed objects that are no packing',
      pdf('1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\nxx'),
      'document.pdfUnreadable',
    ],
    ['more than 64 MiB packed', packed('\0'.repeat(65 * 1024 ** 2)), 'document.pdfUnreadable'],
    [
      'an archive behind it',
      Buffer.concat([pdf('1 0 obj<<>>endobj'), madeZip([{ name: 'a' }], '%%EOF')]),
      'document.twoKinds',
    ],
    ['a script across two pieces', pdf(`${' '.repeat(256 * 1024 - 22)}/S/JavaScript `), 'document.pdfActive'],
  ])('%s', async (_, bytes, expected) => expect(await judge(bytes, 'pdf')).toBe(expected))
})

describe('pictures', () => {
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind), data])
    const head = Buffer.alloc(4)
    head.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([head, body, sum])
  }
  const png = (width: number, height: number, after: Buffer = Buffer.alloc(0)) => {
    const size = Buffer.alloc(13)
    size.writeUInt32BE(width, 0)
    size.writeUInt32BE(height, 4)
    size[8] = 1
    const parts = [chunk('IHDR', size), chunk('IDAT', deflateSync('x')), chunk('IEND', Buffer.alloc(0)), after]
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
  }
  const jpeg = (width: number, height: number) => {
    const frame = Buffer.from('ffc00011080000000003012200021101031101', 'hex')
    frame.writeUInt16BE(height, 5)
    frame.writeUInt16BE(width, 7)
    return Buffer.concat([
      Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
      frame,
      Buffer.from('ffda0002ffd9', 'hex'),
    ])
  }

  test.each<[string, Buffer, 'png' | 'jpg', string]>([
    ['PNG as large as may be', png(10_000, 10_000), 'png', types.png],
    ['PNG of one pixel too many', png(10_000, 10_001), 'png', 'document.tooManyPixels'],
    ['PNG without a height', png(1, 0), 'png', 'document.pictureBroken'],
    ['PNG with something behind it', png(1, 1, Buffer.from('<script>')), 'png', 'document.pictureBroken'],
    ['PNG that is an archive too', png(1, 1, madeZip([{ name: 'a' }])), 'png', 'document.twoKinds'],
    ['JPEG', jpeg(2000, 1000), 'jpg', types.jpg],
    ['JPEG of 65,535 by 65,535', jpeg(65_535, 65_535), 'jpg', 'document.tooManyPixels'],
    ['JPEG without a frame', Buffer.from('ffd8ffe00002ffda0002ffd9', 'hex'), 'jpg', 'document.pictureBroken'],
  ])('%s', async (_, bytes, kind, expected) => expect(await judge(bytes, kind)).toBe(expected))

  test.each([
    ['a script before the mark of DICOM', '#!/bin/sh\nrm -rf /', 'document.contentDiffers'],
    ['a page before the mark of DICOM', '<html><script>', 'document.contentDiffers'],
    ['nothing before it', '', types.dcm],
  ])('%s', async (_, before, expected) =>
    expect(await judge(Buffer.from(`${before.padEnd(128, '\0')}DICM\x02\0\0\0UL\x04\0\0\0\0\0`, 'latin1'), 'dcm')).toBe(
      expected,
    ),
  )
})

describe('archives', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `${at}.txt` }))
  const zeros = (bytes: number) => Buffer.alloc(bytes)
  const noise = Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * 2654435761) >>> 24))

  test.each<[string, Buffer, string]>([
    ['a small one', madeZip([{ name: 'a.txt' }, { name: 'folder/', bytes: '' }, { name: 'folder/b.txt' }]), types.zip],
    ['1,000 entries', madeZip(many(1000)), types.zip],
    ['1,001 entries', madeZip(many(1001)), 'document.archiveTooLarge'],
    ['a bomb of zeros', madeZip([{ name: 'zeros', bytes: zeros(4_000_000) }]), 'document.archiveTooLarge'],
    [
      'a bomb of many parts',
      madeZip(many(900).map((entry) => ({ ...entry, bytes: zeros(100_000) }))),
      'document.archiveTooLarge',
    ],
    [
      'a bomb that says it is small',
      madeZip([{ name: 'z', bytes: zeros(9_000_000), claimedSize: 10 }]),
      'document.archiveBroken',
    ],
    [
      'more than 200 MB',
      madeZip(
        Array.from({ length: 21 }, (_, at) => ({
          name: `${at}`,
          bytes: Buffer.concat([zeros(9_970_000), ...Array<Buffer>(3).fill(noise)]),
        })),
      ),
      'document.archiveTooLarge',
    ],
    ['a name that climbs out', madeZip([{ name: '../outside.txt' }]), 'document.archiveNames'],
    ['an absolute name', madeZip([{ name: '/etc/passwd' }]), 'document.archiveNames'],
    ['a name with a drive', madeZip([{ name: 'C:\\win.txt' }]), 'document.archiveNames'],
    ['a name with a backslash', madeZip([{ name: '..\\win.txt' }]), 'document.archiveNames'],
    ['a link', madeZip([{ name: 'link', bytes: '/etc/passwd', mode: 0o120777 }]), 'document.archiveNames'],
    ['two entries of one name', madeZip([{ name: 'a.txt' }, { name: 'A.TXT' }]), 'document.archiveNames'],
    ['a locked entry', madeZip([{ name: 'a', flags: 0x801 }]), 'document.archiveLocked'],
    ['an archive in it', madeZip([{ name: 'a.bin', bytes: madeZip([{ name: 'b' }]) }]), 'document.archiveNested'],
    ['a packed file in it', madeZip([{ name: 'a', bytes: Buffer.from('1f8b0800', 'hex') }]), 'document.archiveNested'],
    ['malware in it', madeZip([{ name: 'a.txt', bytes: eicar }]), 'document.malware'],
    ['cut off', madeZip(many(3)).subarray(0, -10), 'document.archiveBroken'],
  ])('%s', async (_, bytes, expected) => expect(await judge(bytes, 'zip')).toBe(expected))

  const office = (more: { name: string; bytes?: string }[] = [], declared = 'document.main+xml') => [
    {
      name: '[Content_Types].xml',
      bytes: `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${declared}"/></Types>`,
    },
    { name: '_rels/.rels', bytes: '<Relationships/>' },
    { name: 'word/document.xml', bytes: '<w:document/>' },
    ...more,
  ]

  test.each<[string, Buffer, string]>([
    ['a Word file', madeZip(office()), word],
    ['with macros', madeZip(office([{ name: 'word/vbaProject.bin' }])), 'document.macros'],
    [
      'with macros under another name',
      madeZip(
        office(
          [{ name: 'word/x.bin' }],
          'document.main+xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject',
        ),
      ),
      'document.macros',
    ],
    ['with a control that runs', madeZip(office([{ name: 'word/activeX/activeX1.bin' }])), 'document.macros'],
    [
      'with an archive in it',
      madeZip(office([{ name: 'word/embeddings/a.xlsx', bytes: 'PK\u0003\u0004' }])),
      'document.archiveNested',
    ],
  ])('%s', async (_, bytes, expected) => expect(await judge(bytes, 'docx')).toBe(expected))

  test('an archive is taken only where a field asks for one', async () => {
    const path = join(folder, 'unasked')
    await writeFile(path, madeZip(many(1)))
    expect(await checkContent(path, 'a.zip', types.zip)).toMatchObject({ rejection: 'document.typeNotAllowed' })
  })
})
