import { table } from './page-table.ts'

/** A test that holds a policy to its tables; `name` is its file from the root. */
export type PolicyTest = { name: string; text: string }

/**
 * The page of who may do what: the tables that the policy tests hold the policies to, and each reason in words.
 *
 * @param reasons sentence by code, as the portal says it
 * @throws where a test has no table, or a table a reason that nobody can read
 */
export function policyPage(tests: readonly PolicyTest[], reasons: Readonly<Record<string, string>>): string {
  const codes = new Set<string>()
  const parts = tests.flatMap(({ name, text }) => {
    const tables = [
      ...text.matchAll(/describe\('([^']+)',(?:(?!describe\()[\s\S])*?test(?:Roles|Circumstances)\([^`]*`([^`]*)`/g),
    ]
    if (tables.length === 0) throw new Error(`${name} has no table.`)
    return [
      `## ${titleOf(name)}`,
      '',
      `Held by \`${name}\`.`,
      '',
      ...tables.flatMap(([, circumstances = '', body = '']) => {
        const rows = body
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '')
          .map((line) => line.split(/\s{2,}/))
        for (const [, , ...cells] of rows.slice(1))
          for (const code of cells.flatMap((cell) => cell.split(' ')))
            if (code !== 'yes' && code !== '–') codes.add(code)
        return [`${circumstances.charAt(0).toUpperCase()}${circumstances.slice(1)}:`, '', ...table(rows), '']
      }),
    ]
  })
  const said = [...codes].toSorted().map((code) => {
    const sentence = reasons[code]
    if (sentence === undefined) throw new Error(`The reason ${code} has no words.`)
    return [`\`${code}\``, sentence]
  })
  return [
    '# Who may do what',
    '',
    'Made from the policy tests by `infra/charts`. Change the policy and its test, not this page.',
    '`yes`: the policy allows it; guards may still say what is missing. `–`: no, and nobody in this place would expect the button. Anything else is the reason that stands beside the button, in words below.',
    'Which door each field of the API has, and what is behind it for whom: [access.md](access.md).',
    '',
    ...parts,
    '## Reasons',
    '',
    ...table([['Code', 'What the portal says'], ...said]),
    '',
  ].join('\n')
}

/** api/src/reviews/review-stage.policy.test.ts → Review stage */
function titleOf(name: string): string {
  const words = (name.split('/').at(-1) ?? '').replace('.policy.test.ts', '').replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
