import { afterAll, beforeAll, expect, test } from 'vitest'
import { Arranger } from '../../test/arrange.ts'
import type { Visitor } from '../../test/portal.ts'

let a: Arranger
beforeAll(async () => {
  a = await Arranger.open()
}, 60_000)
afterAll(() => a.close())

const send = (who: Visitor, method: string, path: string, headers: Record<string, string>, body?: string) =>
  who.fetch(path, {
    method,
    headers: { 'tus-resumable': '1.0.0', 'x-placet-upload': '1', ...headers },
    ...(body === undefined ? {} : { body }),
  })

test('a person finds again what they began and did not send whole, and nobody else does', async () => {
  const draft = await a.submission().draft()
  const officer = await a.as('officer')
  const words = {
    submissionId: draft.id,
    filename: 'groups.csv',
    filetype: 'text/csv',
    field: 'riskTable.file',
    mark: '17',
  }
  const metadata = Object.entries(words).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
  const begun = await send(officer, 'POST', '/files', { 'upload-length': '4', 'upload-metadata': metadata.join(',') })
  const path = begun.headers.get('location') ?? ''
  const unfinished = async (who: Visitor) =>
    (
      await who.ask(`query($id: ID!) { submission(id: $id) { unfinishedUploads { id name size field mark } } }`, {
        id: draft.id,
      })
    ).data?.submission?.unfinishedUploads

  const expected = { id: path.split('/').at(-1), name: 'groups.csv', size: 4, field: 'riskTable.file', mark: '17' }
  expect(await unfinished(officer)).toEqual([expected])
  expect(await unfinished(await a.as('contributor'))).toEqual([])
  expect(await unfinished(await a.as('rival'))).toBeUndefined()

  const part = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
  await send(officer, 'PATCH', path, part, 'a,')
  expect(await unfinished(officer)).toEqual([expected])
  await send(officer, 'PATCH', path, { ...part, 'upload-offset': '2' }, 'b\n')
  expect(await unfinished(officer)).toEqual([])
})
