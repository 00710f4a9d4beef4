import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { attachment, cleanName, extensionOf } from './file-name.ts'

const shared = join(import.meta.dirname, '../../../../shared/data')

describe('a name for display', () => {
  test.each([
    ['Dossier final (v2) [signé].pdf', 'Dossier final (v2) [signé].pdf'],
    ['تقرير السلامة.pdf', 'تقرير السلامة.pdf'],
    ['C:\\Users\\me\\report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['report\u202Efdp.exe', 'reportfdp.exe'],
    ['re\u200Bport\u0000.pdf\r\n', 'report.pdf'],
    [' leading space.pdf', 'leading space.pdf'],
    ['trailing dot.', 'trailing dot'],
    ['.hidden', 'hidden'],
    ['CON.pdf', '_CON.pdf'],
    ['a<b>:c|d?e*.pdf', 'a_b__c_d_e_.pdf'],
    ['e\u0301 decomposed.pdf', 'é decomposed.pdf'],
    ['broken \ud800.pdf', 'broken .pdf'],
    ['..', 'file'],
    ['', 'file'],
  ])('%j becomes %j', (given, name) => expect(cleanName(given)).toBe(name))

  test('a long one keeps its extension and no half character', () => {
    const name = cleanName(`${'🩺'.repeat(150)}.pdf`)
    expect([name.length <= 200, name.endsWith('🩺.pdf'), name.isWellFormed()]).toEqual([true, true, true])
    expect(cleanName(`x.${'y'.repeat(300)}`)).toHaveLength(200)
  })

  test('the extension is what follows the last dot', () => {
    expect(['a.PDF', 'file.pdf.exe', 'none', '.hidden'].map(extensionOf)).toEqual(['pdf', 'exe', '', ''])
  })
})

describe('the header of a download', () => {
  test('carries a plain name and the true one', () => {
    expect(attachment('Évaluation "finale" 100%.pdf')).toBe(
      `attachment; filename="Evaluation _finale_ 100_.pdf"; filename*=UTF-8''%C3%89valuation%20_finale_%20100%25.pdf`,
    )
    expect(attachment("it's (1)*.pdf")).toBe(
      `attachment; filename="it's (1)_.pdf"; filename*=UTF-8''it%27s%20%281%29_.pdf`,
    )
  })

  const names = join(shared, 'uploads/names.txt')
  const strings = join(shared, 'strings/blns.json')
  test.skipIf(!existsSync(names))('never breaks out of its quotation marks or its line, whatever the name', () => {
    const given = [
      ...readFileSync(names, 'utf8').split('\n'),
      ...(JSON.parse(readFileSync(strings, 'utf8')) as string[]),
    ]
    for (const name of given) {
      expect([name, attachment(name)]).toEqual([
        name,
        expect.stringMatching(
          // eslint-disable-next-line no-control-regex -- what must not be there
          /^attachment; filename="[^"\\%\u0000-\u001f\u007f-\uffff]+"; filename\*=UTF-8''[\w.~!$&+^`|#%-]+$/,
        ),
      ])
      const clean = cleanName(name)
      expect([name, clean.length <= 200, /[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(clean)]).toEqual([
        name,
        true,
        false,
      ])
    }
  })
})
