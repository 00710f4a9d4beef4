import { screen } from '@testing-library/react'
import { allFields } from '@placet/shared/policy-pack/fields'
import { sampleAnswers } from '@placet/shared/policy-pack/sample-answers'
import { expect, test } from 'vitest'
import { fieldNamed, pack } from '../stage/pack.ts'
import { onStage } from '../stage/stage.tsx'
import { FieldView } from './field-view.tsx'

const answers = sampleAnswers(pack, { riskClass: 'IV', seed: 7, files: ['d1'], today: '2026-05-03' })
const documents = [{ id: 'd1', name: 'evidence.pdf', size: 1000, state: 'clean' }]

test.each(allFields(pack).filter(({ id }) => answers[id] !== undefined && answers[id] !== null))(
  '$id ($type) is drawn in words, never as JSON',
  async (field) => {
    const { container } = await onStage(
      <FieldView field={field} value={answers[field.id]} pack={pack} answers={answers} documents={documents} />,
    )
    expect(container.textContent).not.toBe('')
    expect(container.textContent).not.toMatch(/\[object|[{}]|":/)
  },
)

test('a choice is shown by its words, not by its code', async () => {
  const field = fieldNamed('conditionSeverity')
  const [option] = field.options ?? []
  await onStage(<FieldView field={field} value={option?.value} pack={pack} />)
  expect(screen.getByText(option?.label ?? '')).toBeVisible()
})

test('an empty answer says "Not reported"; no and zero are answers', async () => {
  await onStage(
    <>
      <FieldView field={fieldNamed('plainSummary')} value={null} pack={pack} />
      <FieldView field={fieldNamed('patientFacing')} value={false} pack={pack} />
    </>,
  )
  expect(screen.getByText('Not reported')).toBeVisible()
  expect(screen.getByText('No')).toBeVisible()
})

test('only a web address becomes a link', async () => {
  const field = { ...fieldNamed('modelName'), type: 'url' as const }
  await onStage(
    <>
      <FieldView field={field} value="https://example.org/paper" pack={pack} />
      <FieldView field={field} value="javascript:alert(1)" pack={pack} />
    </>,
  )
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['https://example.org/paper'])
  expect(screen.getByText('javascript:alert(1)')).toBeVisible()
})

test('a file that failed its checks has no link', async () => {
  const rejected = [{ id: 'd1', name: 'bad.pdf', size: 1, state: 'rejected', rejection: 'This is no PDF' }]
  await onStage(<FieldView field={fieldNamed('instructionsForUse')} value={['d1']} pack={pack} documents={rejected} />)
  expect(screen.getByText('This is no PDF')).toBeVisible()
  expect(screen.queryByRole('link')).not.toBeInTheDocument()
})
