import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkContent } from './content-check.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'placet-content-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

async function judge(bytes: Buffer | string, name: string, declared: string): Promise<string> {
  const path = join(folder, 'bytes')
  await writeFile(path, bytes)
  const verdict = await checkContent(path, name, declared)
  return 'mediaType' in verdict ? verdict.mediaType : verdict.rejection
}

describe('content, name and declared type agree', () => {
  test.each([
    [pdf, 'report.pdf', 'application/pdf', 'application/pdf'],
    [png, 'PICTURE.PNG', 'image/png', 'image/png'],
    ['a;b\n1;é\n', 'data.csv', 'text/csv', 'text/csv'],
    ['a,b\n', 'data.csv', 'application/vnd.ms-excel', 'text/csv'],
    ['BMI,age\n31,40\n', 'bmi.csv', 'text/csv; charset=utf-8', 'text/csv'],
    ['\uFEFFplain é\r\n\f', 'notes.txt', 'text/plain', 'text/plain'],
    ['# Title\n<p align="center">x</p>', 'README.md', 'text/markdown', 'text/markdown'],
    ['---\nlicense: mit\n---\n', 'README.md', '', 'text/markdown'],
    ['\uFEFF{"a": [1, 2]}', 'data.json', 'application/json', 'application/json'],
  ])('%#: accepted as what it is', async (bytes, name, declared, type) => {
    expect(await judge(bytes, name, declared)).toBe(type)
  })

  test.each([
    [png, 'report.pdf', 'application/pdf', 'document.contentDiffers'],
    [pdf, 'report.pdf', 'image/png', 'document.declaredDiffers'],
    [pdf, 'report.pdf', '', 'document.declaredDiffers'],
    [pdf, 'report.txt', 'text/plain', 'document.contentDiffers'],
    [Buffer.concat([Buffer.from('junk\n'), pdf]), 'report.pdf', 'application/pdf', 'document.contentDiffers'],
    ['<html><script>1</script></html>', 'report.pdf', 'application/pdf', 'document.contentDiffers'],
    ['<!DOCTYPE html><p>', 'notes.txt', 'text/plain', 'document.contentDiffers'],
    ['\n <svg onload="1">', 'notes.md', 'text/markdown', 'document.contentDiffers'],
    ['<?xml version="1.0"?><a/>', 'data.csv', 'text/csv', 'document.contentDiffers'],
    ['#!/bin/sh\n', 'notes.txt', 'text/plain', 'document.contentDiffers'],
    ['bell \u0007', 'notes.txt', 'text/plain', 'document.contentDiffers'],
    [Buffer.from('d\u00e9j\u00e0', 'latin1'), 'data.csv', 'text/csv', 'document.notUtf8'],
    [Buffer.from('a,b', 'utf16le'), 'data.csv', 'text/csv', 'document.notUtf8'],
    [Buffer.from([0x61, 0xe2, 0x82]), 'data.csv', 'text/csv', 'document.notUtf8'],
    ['{"a": }', 'data.json', 'application/json', 'document.notJson'],
    ['', 'data.json', 'application/json', 'document.empty'],
    ['<svg/>', 'picture.svg', 'image/svg+xml', 'document.typeNotAllowed'],
    ['<html/>', 'page.html', 'text/html', 'document.typeNotAllowed'],
    ['x', 'report.pdf.exe', 'application/pdf', 'document.typeNotAllowed'],
    ['x', 'no-extension', 'text/plain', 'document.typeNotAllowed'],
  ])('%#: rejected with its reason', async (bytes, name, declared, reason) => {
    expect(await judge(bytes, name, declared)).toBe(reason)
  })

  test('a picture of medicine may begin as a TIFF does, and not as a program does', async () => {
    const dicom = (before: string) =>
      Buffer.concat([Buffer.from(before.padEnd(128, '\0'), 'latin1'), Buffer.from('DICM\x02\0\0\0UL\x04\0', 'latin1')])
    expect(await judge(dicom(''), 'scan.dcm', '')).toBe('application/dicom')
    expect(await judge(dicom('II*\0'), 'scan.dcm', 'application/dicom')).toBe('application/dicom')
    expect(await judge(dicom('MZ'), 'scan.dcm', '')).toBe('document.contentDiffers')
  })

  test('a character that two pieces share is whole', async () => {
    expect(await judge(`${'x'.repeat(256 * 1024 - 1)}é${'y'.repeat(256 * 1024)}🩺`, 'long.txt', 'text/plain')).toBe(
      'text/plain',
    )
  })
})

describe('known malware', () => {
  const test68 = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

  test('is caught at the start, in the middle, and across two pieces', async () => {
    expect(test68).toHaveLength(68)
    expect(await judge(test68, 'notes.txt', 'text/plain')).toBe('document.malware')
    expect(await judge(Buffer.concat([pdf, Buffer.from(test68)]), 'report.pdf', 'application/pdf')).toBe(
      'document.malware',
    )
    expect(await judge(`${'x'.repeat(256 * 1024 - 30)}${test68}`, 'notes.txt', 'text/plain')).toBe('document.malware')
    expect(await judge(`${'x'.repeat(256 * 1024 - 30)}${test68.slice(1)}`, 'notes.txt', 'text/plain')).toBe(
      'text/plain',
    )
  })
})

test('the hash and the size are those of the bytes on the disk', async () => {
  const bytes = Buffer.from('x,y\n1,2\n'.repeat(100_000))
  const path = join(folder, 'hashed')
  await writeFile(path, bytes)
  expect(await checkContent(path, 'data.csv', 'text/csv')).toEqual({
    size: 800_000,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'text/csv',
  })
})
