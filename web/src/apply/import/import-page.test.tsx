import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { pack } from '../../stage/pack.ts'
import { serverOf } from '../../stage/server.ts'
import { onStage } from '../../stage/stage.tsx'
import { ImportCard } from './import-page.tsx'

const submission = {
  __typename: 'Submission' as const,
  id: 's1',
  reference: 'C-7F3A9B2C',
  modelName: 'RadioLens XL',
  modelVersion: '3.1',
}

const found = (field: string, value: string, more: Record<string, unknown> = {}) => ({
  __typename: 'ImportedField',
  field,
  section: 'evidence',
  value,
  found: value,
  sourceNote: '',
  confidence: 'high',
  stored: false,
  conflict: false,
  existing: null,
  version: 0,
  ...more,
})
const importOf = (...fields: unknown[]) => ({
  importModelCard: { __typename: 'CardImport', submissionId: 's1', fields, missing: [] },
})

test('an answer that somebody typed since the preview is not overwritten: both texts are shown, and one is chosen', async () => {
  const limits = (more: Record<string, unknown> = {}) => found('knownLimitations', 'Not for children.', more)
  const purpose = (more: Record<string, unknown> = {}) => found('plainSummary', 'It drafts letters.', more)
  const replies = [
    importOf(limits(), purpose()),
    importOf(
      limits({ conflict: true, existing: 'Typed meanwhile.', version: 1 }),
      purpose({ stored: true, version: 1 }),
    ),
    importOf(limits({ stored: true, version: 2 }), purpose({ version: 1 })),
  ]
  const { link, asked } = serverOf({ ImportModelCard: () => replies.shift() ?? {} })
  const user = userEvent.setup()
  const { router } = await onStage(<ImportCard submission={submission} pack={pack} />, { link, at: '/apply/s1/import' })
  await user.type(screen.getByLabelText('Text of the model card'), '# Card')
  await user.click(screen.getByRole('button', { name: 'Look for answers' }))
  await user.click(await screen.findByRole('button', { name: 'Add the 2 chosen answers' }))

  expect(await screen.findByText('1 answer was changed since you looked')).toBeVisible()
  const row = within(screen.getByRole('checkbox').closest('tr') ?? document.body)
  expect(row.getAllByText('Not for children.')[0]).toBeVisible()
  expect(row.getByText('Typed meanwhile.')).toBeVisible()
  expect(screen.getByRole('checkbox')).not.toBeChecked()
  expect(router.state.location.pathname).toBe('/apply/s1/import')

  await user.click(screen.getByRole('checkbox'))
  await user.click(screen.getByRole('button', { name: 'Add the chosen answer' }))
  await expect.poll(() => router.state.location.pathname).toBe('/apply/s1')
  const sent = asked.map(({ variables }) => (variables['input'] as { fields: unknown }).fields)
  expect(sent).toEqual([
    null,
    [
      { field: 'knownLimitations', baseVersion: 0 },
      { field: 'plainSummary', baseVersion: 0 },
    ],
    [{ field: 'knownLimitations', baseVersion: 1 }],
  ])
})
