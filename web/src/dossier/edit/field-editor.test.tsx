import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { allFields } from '@placet/shared/policy-pack/fields'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { fieldNamed, pack } from '../../stage/pack.ts'
import { onStage } from '../../stage/stage.tsx'
import type { Field } from '../pack.ts'
import { controlId, type EditorProps } from './editor.ts'
import { FieldEditor } from './field-editor.tsx'

/** A group is named by its legend, and Aksel lets the hint follow. */
const beginning = (label: string) => (name: string) => name.startsWith(label)

const files = { submissionId: 's1', documents: [], unfinished: [], onArrived: () => undefined }

/** An editor with a memory, as on the page. */
function Editing({
  field,
  initial = null,
  seen,
  ...more
}: { field: Field; initial?: unknown; seen: (value: unknown) => void } & Partial<EditorProps>) {
  const [value, setValue] = useState<unknown>(initial)
  return (
    <FieldEditor
      field={field}
      id={controlId(field.id)}
      value={value}
      pack={pack}
      answers={{ [field.id]: value }}
      required
      issues={[]}
      files={files}
      onLeave={() => undefined}
      onProblem={() => undefined}
      {...more}
      onChange={(next) => {
        setValue(next)
        seen(next)
      }}
    />
  )
}

async function edit(id: string, more: Partial<EditorProps> & { initial?: unknown } = {}) {
  const seen = vi.fn()
  const field = fieldNamed(id)
  await onStage(<Editing field={field} seen={seen} {...more} />)
  return { seen, field, user: userEvent.setup(), last: () => seen.mock.lastCall?.[0] as unknown }
}

test('text: a labelled line with its hint', async () => {
  const { user, last, field } = await edit('applicantLegalName')
  const box = screen.getByRole('textbox', { name: field.label })
  expect(box).toHaveAccessibleDescription(expect.stringContaining(field.help))
  await user.type(box, 'Nile Medical')
  expect(last()).toBe('Nile Medical')
  await user.clear(box)
  expect(last()).toBeNull()
})

test('longText: several lines, with the characters left', async () => {
  const { user, last, field } = await edit('plainSummary')
  const box = screen.getByRole('textbox', { name: new RegExp(field.label) })
  expect(box.tagName).toBe('TEXTAREA')
  await user.type(box, 'One{Enter}two')
  expect(last()).toBe('One\ntwo')
  expect(screen.getAllByText(/1193 characters left/).length).toBeGreaterThan(0)
})

test('number: takes a decimal comma, and says when it is no number', async () => {
  const onProblem = vi.fn()
  const seen = vi.fn()
  const field: Field = { ...fieldNamed('modelName'), type: 'number', label: 'Sites' }
  await onStage(<Editing field={field} seen={seen} onProblem={onProblem} />)
  const user = userEvent.setup()
  const box = screen.getByRole('textbox', { name: 'Sites' })
  await user.type(box, '1 234,5')
  expect(seen).toHaveBeenLastCalledWith(1234.5)
  expect(box).toHaveValue('1 234,5')
  await user.clear(box)
  await user.type(box, 'abc')
  expect(onProblem).toHaveBeenLastCalledWith('Sites must be a number')
  expect(box).toHaveValue('abc')
  await user.clear(box)
  expect(onProblem).toHaveBeenLastCalledWith(null)
  expect(seen).toHaveBeenLastCalledWith(null)
})

test('percent: says its unit', async () => {
  const seen = vi.fn()
  const field: Field = { ...fieldNamed('modelName'), type: 'percent', label: 'Share' }
  await onStage(<Editing field={field} seen={seen} />)
  await userEvent.type(screen.getByRole('textbox', { name: /Share.*%/ }), '91.4')
  expect(seen).toHaveBeenLastCalledWith(91.4)
})

test('date: is typed or picked, and says when it is none', async () => {
  const onProblem = vi.fn()
  const { user, last, field } = await edit('dataCurrency', { onProblem })
  const box = await screen.findByRole('textbox', { name: field.label })
  await user.type(box, '31.03.2026')
  await user.tab()
  expect(last()).toBe('2026-03-31')
  expect(screen.getByRole('button', { name: /date picker/i })).toBeVisible()
  await user.clear(box)
  await user.type(box, '31.02.2026')
  await user.tab()
  expect(onProblem).toHaveBeenLastCalledWith('Enter a date with day, month and year, such as 31.03.2026')
})

test('select: radio buttons where the options are few, and by keyboard', async () => {
  const { user, last, field } = await edit('humanReviewBeforeEffect')
  const group = screen.getByRole('radiogroup', { name: beginning(field.label) })
  const radios = within(group).getAllByRole('radio')
  expect(radios).toHaveLength(field.options?.length ?? 0)
  await user.tab()
  await user.keyboard(' ')
  expect(last()).toBe(field.options?.[0]?.value)
})

test('select: a list where the options are many', async () => {
  const seen = vi.fn()
  const options = Array.from({ length: 9 }, (_, at) => ({ value: `v${at}`, label: `Option ${at}` }))
  await onStage(<Editing field={{ ...fieldNamed('humanReviewBeforeEffect'), options }} seen={seen} />)
  await userEvent.selectOptions(screen.getByRole('combobox'), 'Option 7')
  expect(seen).toHaveBeenLastCalledWith('v7')
})

test('multiSelect: checkboxes; "none of these" stands alone', async () => {
  const { user, last, field } = await edit('vulnerableGroups')
  const labelOf = (value: string) => field.options?.find((option) => option.value === value)?.label ?? value
  await user.click(screen.getByRole('checkbox', { name: labelOf('children') }))
  await user.click(screen.getByRole('checkbox', { name: labelOf('pregnant') }))
  expect(last()).toEqual(['children', 'pregnant'])
  await user.click(screen.getByRole('checkbox', { name: labelOf('none') }))
  expect(last()).toEqual(['none'])
  await user.click(screen.getByRole('checkbox', { name: labelOf('none') }))
  expect(last()).toBeNull()
})

test('boolean: yes and no are both answers', async () => {
  const { user, last } = await edit('patientFacing')
  await user.click(screen.getByRole('radio', { name: 'No' }))
  expect(last()).toBe(false)
  await user.click(screen.getByRole('radio', { name: 'Yes' }))
  expect(last()).toBe(true)
})

test('boolean that must be true: a statement with one tick', async () => {
  const { user, last, field } = await edit('declarationAccuracy')
  expect(screen.getByRole('group', { name: beginning(field.label) })).toBeVisible()
  await user.click(screen.getByRole('checkbox', { name: 'Yes, this is so' }))
  expect(last()).toBe(true)
  await user.click(screen.getByRole('checkbox', { name: 'Yes, this is so' }))
  expect(last()).toBeNull()
})

test('url: an address control', async () => {
  const seen = vi.fn()
  await onStage(<Editing field={{ ...fieldNamed('modelName'), type: 'url', label: 'Web page' }} seen={seen} />)
  const box = screen.getByRole('textbox', { name: 'Web page' })
  expect(box).toHaveAttribute('type', 'url')
  await userEvent.type(box, 'https://example.org')
  expect(seen).toHaveBeenLastCalledWith('https://example.org')
})

test('person: four parts with the browser’s help, empty again when all are cleared', async () => {
  const { user, last, field } = await edit('accountablePerson', {
    issues: [{ path: 'accountablePerson/email', message: 'Enter an e-mail address' }],
  })
  const group = screen.getByRole('group', { name: beginning(field.label) })
  await user.type(within(group).getByLabelText('Name'), 'Amira')
  expect(within(group).getByLabelText('Email')).toHaveAttribute('autocomplete', 'email')
  expect(within(group).getByLabelText('Email')).toHaveAccessibleDescription('Enter an e-mail address')
  expect(last()).toEqual({ name: 'Amira', role: '', email: '' })
  await user.clear(within(group).getByLabelText('Name'))
  expect(last()).toBeNull()
})

test('file: lists what is there with its state, and takes one out', async () => {
  const { user, last } = await edit('instructionsForUse', {
    initial: ['d1', 'd2'],
    files: {
      ...files,
      documents: [
        { id: 'd1', name: 'ifu.pdf', size: 2_400_000, state: 'clean' },
        { id: 'd2', name: 'old.pdf', size: 10, state: 'rejected', rejection: 'This is no PDF' },
      ],
    },
  })
  expect(screen.getByRole('link', { name: /ifu\.pdf/ })).toHaveAttribute('href', '/files/d1')
  expect(screen.getByText('This is no PDF')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Remove old.pdf' }))
  expect(last()).toEqual(['d1'])
})

test('table: rows are added, filled by the column’s own control, moved and removed', async () => {
  const { user, last } = await edit('hazardTable')
  await user.click(screen.getByRole('button', { name: 'Add a row' }))
  await user.type(screen.getByRole('textbox', { name: 'Hazard, row 1' }), 'Wrong side')
  const severity = screen.getByRole('combobox', { name: 'Severity, row 1' })
  const option = within(severity).getAllByRole('option')[1]
  await user.selectOptions(severity, option?.textContent ?? '')
  await user.click(screen.getByRole('button', { name: 'Add a row' }))
  await user.type(screen.getByRole('textbox', { name: 'Hazard, row 2' }), 'Late answer')
  await user.click(screen.getByRole('button', { name: 'Move row 2 up' }))
  expect(last()).toMatchObject([
    { cells: { hazard: 'Late answer' } },
    { cells: { hazard: 'Wrong side', severity: option?.getAttribute('value') } },
  ])
  await user.click(screen.getByRole('button', { name: 'Remove row 1' }))
  expect(last()).toMatchObject([{ cells: { hazard: 'Wrong side' } }])
  await user.click(screen.getByRole('button', { name: 'Remove row 1' }))
  expect(last()).toBeNull()
})

const hazards = (...words: string[]) => words.map((hazard, at) => ({ id: `row0000${at}`, cells: { hazard } }))

test('table: a removed row can be put back where it stood, for ten seconds', async () => {
  const initial = hazards('Wrong side', 'Late answer', 'No answer')
  const { user, last } = await edit('hazardTable', { initial })
  const remove = (number: number) => user.click(screen.getByRole('button', { name: `Remove row ${number}` }))
  await remove(2)
  await remove(1)
  expect(last()).toEqual([initial[2]])
  expect(screen.getByRole('status')).toHaveTextContent('Row 1 was removed.')
  const undo = () => screen.getByRole('button', { name: 'Undo' })
  expect(undo()).toHaveFocus()
  await user.keyboard('{Enter}')
  expect(last()).toEqual([initial[0], initial[2]])
  await waitFor(() => expect(screen.getByRole('listitem', { name: 'Row 1' })).toHaveFocus())
  expect(screen.getByRole('status')).toHaveTextContent('Row 2 was removed.')
  await user.click(undo())
  expect(last()).toEqual(initial)
  expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument()
})

test('table: after ten seconds a removal stays; whoever stands on "Undo" is not hurried', async () => {
  const { last } = await edit('hazardTable', { initial: hazards('Wrong side', 'Late answer') })
  vi.useFakeTimers()
  try {
    const later = (milliseconds: number) => act(async () => await vi.advanceTimersByTimeAsync(milliseconds))
    fireEvent.click(screen.getByRole('button', { name: 'Remove row 1' }))
    await later(9900)
    const undo = screen.getByRole('button', { name: 'Undo' })
    expect(undo).toHaveFocus()
    await later(60_000)
    expect(undo).toBeVisible()
    act(() => undo.blur())
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument()
    expect(screen.getByRole('status')).toBeEmptyDOMElement()
    fireEvent.click(screen.getByRole('button', { name: 'Remove row 1' }))
    await later(100)
    act(() => screen.getByRole('button', { name: 'Undo' }).blur())
    await later(9800)
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible()
    await later(200)
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument()
    expect(last()).toBeNull()
  } finally {
    vi.useRealTimers()
  }
})

test('table: date, number, tick, file and web address each have their own control', async () => {
  await edit('redTeaming', { initial: [{ id: 'aaaaaaaa', cells: {} }] })
  expect(screen.getByLabelText('Independent?, row 1', { exact: false })).toBeVisible()
  const row = screen.getByRole('listitem', { name: 'Row 1' })
  const controls = [...row.querySelectorAll('input, select, textarea')].map(
    (control) => control.getAttribute('type') ?? control.tagName,
  )
  expect(controls).toEqual(['TEXTAREA', 'SELECT', 'TEXTAREA', 'date', 'text', 'text', 'file'])
})

test('metricTable: the datasets named in the list above are proposed, and another word may stand there', async () => {
  const named = (...names: unknown[]) => names.map((name, at) => ({ id: `set0000${at}`, cells: { name } }))
  const { user, last } = await edit('headlineMetrics', {
    initial: [{ id: 'aaaaaaaa', cells: {} }],
    answers: { evaluationDatasets: named('North Coast 2024', 'Delta wards', 'Delta wards', ' ', null) },
  })
  const cell = screen.getByRole('combobox', { name: 'Evaluation dataset (from the list above), row 1' })
  const proposed = [...document.querySelectorAll(`#${CSS.escape(cell.getAttribute('list') ?? '')} option`)]
  expect(proposed.map((option) => option.getAttribute('value'))).toEqual(['North Coast 2024', 'Delta wards'])
  await user.type(cell, 'A third')
  expect(last()).toMatchObject([{ cells: { dataset: 'A third' } }])
})

test('metricTable: axis decides the groups, and the gap is worked out', async () => {
  const initial = [
    {
      id: 'aaaaaaaa',
      cells: {
        axis: 'sex',
        group: 'female',
        metric: 'sensitivity',
        dataset: 'A',
        estimate: 0.9,
        referenceGroup: 'male',
      },
    },
    {
      id: 'bbbbbbbb',
      cells: {
        axis: 'sex',
        group: 'male',
        metric: 'sensitivity',
        dataset: 'A',
        estimate: 0.95,
        referenceGroup: 'male',
      },
    },
  ]
  const { user, last } = await edit('subgroupMetrics', { initial })
  const gap = document.getElementById('f-subgroupMetrics-aaaaaaaa-gap')
  expect(gap).toHaveTextContent('-0.05')
  const group = screen.getByRole('combobox', { name: 'Group, row 1' })
  expect(within(group).getByRole('option', { name: 'female' })).toBeInTheDocument()
  const estimate = screen.getByRole('textbox', { name: 'Estimate, row 1' })
  await user.clear(estimate)
  await user.type(estimate, '0,97')
  expect(last()).toMatchObject([{ cells: { estimate: 0.97 } }, {}])
})

test('table: a sheet pasted into a cell fills cells beside and rows below', async () => {
  const { last } = await edit('headlineMetrics', { initial: [{ id: 'aaaaaaaa', cells: {} }] })
  const text = 'Main\tsensitivity\tNorth\t1 200\t0.91\nMain\tspecificity\tNorth\tmany\t0.9'
  fireEvent.paste(screen.getByRole('textbox', { name: 'Task, row 1' }), { clipboardData: { getData: () => text } })
  expect(last()).toMatchObject([
    { id: 'aaaaaaaa', cells: { task: 'Main', metric: 'sensitivity', dataset: 'North', n: 1200, estimate: 0.91 } },
    { cells: { task: 'Main', metric: 'specificity', dataset: 'North', estimate: 0.9 } },
  ])
})

test('a cell’s error stands at the cell', async () => {
  await edit('hazardTable', {
    initial: [{ id: 'aaaaaaaa', cells: { hazard: 'x' } }],
    issues: [{ path: 'hazardTable/aaaaaaaa/hazard', message: 'Row 1: Hazard is too long' }],
  })
  const cell = screen.getByRole('textbox', { name: 'Hazard, row 1' })
  expect(cell).toBeInvalid()
  expect(cell).toHaveAccessibleDescription('Row 1: Hazard is too long')
})

const controls: Record<Field['type'], string> = {
  text: 'input.aksel-text-field__input',
  longText: 'textarea',
  select: 'input[type=radio], select',
  multiSelect: 'input[type=checkbox]',
  number: 'input[inputmode=decimal]',
  percent: 'input[inputmode=decimal]',
  date: '.aksel-date__field-button, button.aksel-date__field-button, .aksel-date__field-wrapper',
  boolean: 'input[type=radio], input[type=checkbox]',
  table: '.rows',
  file: '.aksel-file-upload__dropzone, .file-editor',
  url: 'input[type=url]',
  person: 'input[autocomplete=email]',
  metricTable: '.rows',
}

test.each(allFields(pack).filter(({ computed }) => !computed))(
  '$id ($type) is drawn by a control of its type',
  async (field) => {
    const { container } = await onStage(<Editing field={field} seen={() => undefined} />)
    expect(container.querySelector(controls[field.type])).not.toBeNull()
    expect(container.querySelector(`#${CSS.escape(controlId(field.id))}`)).not.toBeNull()
    expect(container).toHaveTextContent(field.label)
  },
)

test('a file that an earlier page began is named at its field, and at no other', async () => {
  const of = (field: string, id: string) => ({ id, name: `${field}.pdf`, size: 9, field, mark: '1' })
  const field = allFields(pack).find(({ type }) => type === 'file')
  if (!field) throw new Error('no field takes files')
  await edit(field.id, { files: { ...files, unfinished: [of(field.id, 'a1'), of('elsewhere', 'b2')] } })
  expect(screen.getByText(/did not arrive whole/)).toHaveTextContent(`${field.id}.pdf`)
  expect(screen.getByRole('button', { name: `Remove ${field.id}.pdf` })).toBeVisible()
  expect(screen.getAllByRole('listitem')).toHaveLength(1)
})
