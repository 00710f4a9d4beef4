import { checkAnswer } from '@placet/shared/policy-pack/answer'
import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { describe, expect, test } from 'vitest'
import type { CardField } from './card-field.ts'
import { readModelCard } from './read-model-card.ts'

const card = (frontMatter: string, body = ''): string => `---\n${frontMatter}\n---\n${body}`

function fieldsOf(text: string, fileName = 'README.md'): Map<string, CardField> {
  const read = readModelCard(text, fileName)
  if (!read.ok) throw new Error(`refused: ${JSON.stringify(read.issues)}`)
  return new Map(read.fields.map((field) => [field.field, field]))
}

const valueOf = (text: string, field: string): unknown => fieldsOf(text).get(field)?.value
const cellsOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.map((row: { cells: unknown }) => row.cells) : []

const whole = card(
  `
license: apache-2.0
language: [en, fr]
pipeline_tag: image-text-to-text
tags: [medical, radiology]
base_model: example/open-eyes-7b
datasets:
  - example/chest-films
co2_eq_emissions:
  emissions: 12500
  source: CodeCarbon
  hardware_used: 4 x A100
model-index:
  - name: Film Reader
    results:
      - task: { type: image-classification, name: Finding a pneumothorax }
        dataset: { type: example/chest-films, name: Chest films, split: test }
        metrics:
          - { type: auroc, value: 0.91 }
          - { type: f1, name: F1, value: "0.8" }
          - { type: f1, value: 0.8 ± 0.1 }
`,
  `
# Film Reader

Film Reader describes chest films in words for a radiologist, who checks every sentence before it counts.

- **Developed by:** Example
- **Funded by [optional]:** The Example Fund
- **Model version:** 2.1

## Uses

### Direct Use

Draft reports for adults. See [the handbook](https://example.org/handbook).

### Out-of-Scope Use

Children; films taken lying down.

## Bias, Risks, and Limitations

It misses small findings.

### Films from other makers

It was tested on two makers only.

### How to Get Started with the Model

Run it.

## Model Card Contact

<care@example.org>
`,
)

describe('what a card says', () => {
  test('becomes answers in the order of the form, each with its place in the card', () => {
    const read = readModelCard(whole, 'cards/README.md')
    expect(read.ok && read.fields.map(({ field, confidence, sourceNote }) => [field, confidence, sourceNote])).toEqual([
      ['publicContact', 'medium', 'README.md, section "Model Card Contact"'],
      ['fundingSources', 'medium', 'README.md, section "Film Reader"'],
      ['modelName', 'high', 'README.md, section "Film Reader"'],
      ['modelVersion', 'medium', 'README.md, section "Film Reader"'],
      ['plainSummary', 'low', 'README.md, section "Film Reader"'],
      ['inputModalities', 'medium', 'README.md, front matter: pipeline_tag, tags'],
      ['outputKinds', 'high', 'README.md, front matter: pipeline_tag'],
      ['builtOnUpstream', 'high', 'README.md, front matter: base_model'],
      ['distributionForms', 'medium', 'README.md, front matter: license'],
      ['intendedPurpose', 'medium', 'README.md, section "Direct Use"'],
      ['excludedUses', 'medium', 'README.md, section "Out-of-Scope Use"'],
      ['knownLimitations', 'medium', 'README.md, section "Bias, Risks, and Limitations"'],
      ['upstreamModels', 'high', 'README.md, front matter: base_model'],
      ['trainingDatasets', 'medium', 'README.md, front matter: datasets'],
      ['evaluationDatasets', 'medium', 'README.md, front matter: model-index'],
      ['headlineMetrics', 'high', 'README.md, front matter: model-index'],
      ['languages', 'high', 'README.md, front matter: language'],
      ['environmentalFootprint', 'high', 'README.md, front matter: co2_eq_emissions'],
    ])
  })

  test('is taken over as it stands', () => {
    const fields = fieldsOf(whole)
    const value = (field: string) => fields.get(field)?.value
    expect(value('modelName')).toBe('Film Reader')
    expect(value('modelVersion')).toBe('2.1')
    expect(value('publicContact')).toBe('care@example.org')
    expect(value('fundingSources')).toBe('The Example Fund')
    expect(value('plainSummary')).toBe(
      'Film Reader describes chest films in words for a radiologist, who checks every sentence before it counts.',
    )
    expect(value('inputModalities')).toEqual(['text', 'radiology'])
    expect(value('outputKinds')).toEqual(['generatedText'])
    expect(value('intendedPurpose')).toBe('Draft reports for adults. See the handbook.')
    expect(value('knownLimitations')).toBe(
      'It misses small findings.\n\nFilms from other makers\nIt was tested on two makers only.',
    )
    expect(value('upstreamModels')).toEqual([
      { id: 'card0001', cells: { name: 'example/open-eyes-7b', developer: 'example' } },
    ])
    expect(fields.get('distributionForms')?.found).toBe('license: apache-2.0')
  })

  test('gives results without counts or intervals, and leaves what is no plain number to people', () => {
    expect(cellsOf(valueOf(whole, 'headlineMetrics'))).toEqual([
      { task: 'Finding a pneumothorax', metric: 'auroc', dataset: 'Chest films, test', estimate: 0.91 },
      { task: 'Finding a pneumothorax', metric: 'F1', dataset: 'Chest films, test', estimate: 0.8 },
    ])
  })

  test('counts emissions in kilograms', () => {
    expect(cellsOf(valueOf(whole, 'environmentalFootprint'))).toEqual([
      { phase: 'training by applicant', carbonKg: 12.5, method: 'CodeCarbon; 4 x A100' },
    ])
    const listed = card('tags: []', '## Environmental Impact\n- **Carbon Emitted:** 1,200 kg\n- **Hours used:** 40')
    expect(cellsOf(valueOf(listed, 'environmentalFootprint'))).toEqual([
      { phase: 'training by applicant', carbonKg: 1200, method: 'Carbon Emitted: 1,200 kg; Hours used: 40' },
    ])
    const told = card('tags: []', '## Carbon footprint\nTraining took 2 weeks.\n\nThat is 1.5 tonnes of CO2.')
    expect(cellsOf(valueOf(told, 'environmentalFootprint'))).toEqual([
      { phase: 'training by applicant', carbonKg: 1500, method: 'That is 1.5 tonnes of CO2.' },
    ])
  })

  test('passes the check of the pack, always', () => {
    for (const { field, value } of fieldsOf(whole).values())
      expect([field, checkAnswer(defaultPack, field, value, { answers: {} })]).toEqual([field, []])
  })
})

describe('what a card does not say', () => {
  test('is not proposed: no licence, no weights; no base model, no "no"; an unknown task, no kinds', () => {
    expect([...fieldsOf(card('pipeline_tag: feature-extraction\nlicense: unknown')).keys()]).toEqual([])
    expect([...fieldsOf('---\n---\n').keys()]).toEqual([])
  })

  test('an image task alone does not say which images', () => {
    const fields = fieldsOf(card('pipeline_tag: image-classification'))
    expect([fields.has('inputModalities'), fields.get('outputKinds')?.value]).toEqual([false, ['classification']])
    expect(valueOf(card('pipeline_tag: image-classification\ntags: [histology]'), 'inputModalities')).toEqual([
      'pathology',
    ])
  })

  test.each([
    '[More Information Needed]',
    'More information needed',
    '{{ direct_use | default("[More Information Needed]", true)}}',
    '<!-- Say how it is meant to be used. -->',
    'TBD',
    'N/A',
    '[your text here]',
    '- **Users:** [More Information Needed]',
    '```python\nprint("code only")\n```',
  ])('the template remains %s', (remains) => {
    expect([...fieldsOf(card('tags: []', `## Direct Use\n\n${remains}\n`)).keys()]).toEqual([])
  })

  test("the template's own sentence is no answer, and does not spoil one", () => {
    const sentence =
      'Users (both direct and downstream) should be made aware of the risks, biases and limitations of the model.'
    const body = (more: string) => `## Recommendations\n\n${sentence} ${more}\n`
    expect(
      valueOf(card('tags: []', body('More information needed for further recommendations.')), 'knownLimitations'),
    ).toBeUndefined()
    expect(valueOf(card('tags: []', `## Limitations\n\n${sentence}\n\nNot for children.`), 'knownLimitations')).toBe(
      'Not for children.',
    )
  })

  test("a title that is the template's, or a heading of any card, is no name", () => {
    for (const title of ['Model Card for Model ID', 'Uploaded  model', 'Description', '1. Models', '[Model name]'])
      expect([title, valueOf(card('tags: []', `# ${title}\n\nText.`), 'modelName')]).toEqual([title, undefined])
    expect(valueOf(card('tags: []', 'Words before.\n\n### Tasks\n\nText.'), 'modelName')).toBeUndefined()
    expect(valueOf(card('tags: []', '# Model card for film-reader'), 'modelName')).toBe('film-reader')
    expect(valueOf(card('tags: []', '# Film Reader: words for pictures of chests'), 'modelName')).toBe('Film Reader')
  })
})

describe('Markdown and HTML', () => {
  const limits = (body: string) => valueOf(card('tags: []', `## Limitations\n${body}`), 'knownLimitations')

  test('become plain text', () => {
    expect(
      limits(
        '<p align="center">It <b>misses</b> small &amp; faint findings.<br>Check <a href="https://x.example">all</a>.</p>',
      ),
    ).toBe('It misses small & faint findings.\nCheck all.')
    expect(
      limits(
        'It **misses** _small_ `findings`\nin [old\nfilms](https://x.example).\n\n* one\n* two\n\n| a | b |\n|---|---|\n| 1 | 2 |',
      ),
    ).toBe('It misses small findings in old films.\n\n- one\n- two\n\na | b\n1 | 2')
  })

  test.each([
    '<script>alert(1)</script>',
    '<SCRIPT\n>alert(1)</SCRIPT >',
    '<img src=x onerror=alert(1)>',
    '<img src=x onerror=alert(1)',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '&amp;lt;img src=x onerror=alert(1)&amp;gt;',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<svg/onload=alert(1)>',
    '<!-- --><iframe src="javascript:alert(1)"></iframe>',
    '<style>@import url(x)</style>',
  ])('leave nothing that a browser would take for a tag: %s', (html) => {
    const text = limits(`It misses findings. ${html}\n\nEnd.`)
    expect(text).toMatch(/^It misses findings\./)
    expect(text).not.toMatch(/<[a-z!/?]/i)
  })

  test('keep what only looks like a tag', () => {
    expect(limits('Valid where 5 < age and p <0.05, x<y.')).toBe('Valid where 5 < age and p <0.05, x< y.')
  })

  test('headings are found in each form, and not in code or comments', () => {
    const body = [
      '```md',
      '## Limitations',
      'in code',
      '```',
      '<!--',
      '## Limitations',
      'in a comment',
      '-->',
      'Limitations',
      '-----------',
      'underlined',
      '',
      '<h3 align="left"> ⚠️ Known limitations </h3>',
      'in HTML',
      '#### 3.1 Risks & limitations [optional]',
      'numbered',
    ].join('\n')
    expect(valueOf(card('tags: []', body), 'knownLimitations')).toBe('underlined\n\nin HTML\n\nnumbered')
  })

  test('a text is cut at the limit of its field, and the note says so', () => {
    const summary = fieldsOf(card('tags: []', `## Model summary\n${'It reads films for people. '.repeat(100)}`)).get(
      'plainSummary',
    )
    expect(String(summary?.value).length).toBeLessThanOrEqual(1200)
    expect(String(summary?.value)).toMatch(/(?:It|reads|films|for|people\.)…$/)
    expect(summary?.sourceNote).toBe('README.md, section "Model summary", cut at 1200 characters')
    expect(summary?.found.length).toBeLessThanOrEqual(200)
  })

  test('a long table keeps its first rows, and the note says so', () => {
    const metrics = Array.from({ length: 250 }, (_, at) => `        - { type: m${at}, value: ${at} }`).join('\n')
    const field = fieldsOf(card(`model-index:\n  - results:\n    - task: {type: t}\n      metrics:\n${metrics}`)).get(
      'headlineMetrics',
    )
    expect(cellsOf(field?.value)).toHaveLength(200)
    expect(field?.sourceNote).toBe('README.md, front matter: model-index (first 200 of 250 results)')
  })
})
