import type { LocalPack, PackColumn, PackField } from '@placet/shared/policy-pack/pack-shape'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { sampleFile } from '../journey/sample-files.ts'
import { stepMs, type Visitor } from './visitor.ts'

type LocalField = PackField<LocalPack>
type LocalColumn = PackColumn<LocalPack>

/** What is answered, in the words that a person reads and types: a text, ticked options, parts of a person, rows. */
export type Typed = string | readonly string[] | Readonly<Record<string, string>> | readonly TypedRow[]
export type TypedRow = Readonly<Record<string, string | readonly string[]>>

const mostStops = 250
const keysPerChoice = 20

/** Goes on by the Tab key until this control has the focus; throws when it cannot be reached so. */
export async function tabTo(visitor: Visitor, target: Locator): Promise<void> {
  await target.waitFor()
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await visitor.page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not reach ${String(target)}.`)
}

/** A label as the beginning of an accessible name: "(optional)" or "(%)" may follow it. */
function named(label: string): RegExp {
  return new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`)
}

const groupOf = (page: Page, label: string) => page.getByRole('group', { name: named(label) })
const radiosOf = (page: Page, label: string) => page.getByRole('radiogroup', { name: named(label) }).getByRole('radio')
const isText = (type: string) => ['text', 'longText', 'number', 'percent', 'url', 'date'].includes(type)

/** The names of a person's parts, as the screen shows them. */
const partsOfPerson = ['Name', 'Position', 'Email'] as const

/** Answers a field of any type with Tab, letters, arrows, Space and Enter alone. */
export async function fillByKeyboard(visitor: Visitor, field: LocalField, value: Typed): Promise<void> {
  const { page } = visitor
  const group = groupOf(page, field.label)
  if (isText(field.type)) {
    await tabTo(visitor, page.getByRole('textbox', { name: named(field.label) }))
    await page.keyboard.type(String(value))
  } else if (field.type === 'select' || field.type === 'boolean') {
    await chooseRadio(visitor, radiosOf(page, field.label), String(value))
  } else if (field.type === 'multiSelect') {
    for (const option of wordsOf(value)) await tick(visitor, group.getByRole('checkbox', { name: option, exact: true }))
  } else if (field.type === 'file') {
    await chooseFile(visitor, group.getByRole('button', { name: /file/i }).first(), String(value), field.accept)
  } else if (field.type === 'person') {
    for (const part of partsOfPerson) {
      await tabTo(visitor, group.getByRole('textbox', { name: part, exact: true }))
      await page.keyboard.type(partOf(value, part))
    }
  } else {
    for (const [index, cells] of rowsOf(value).entries()) await fillRow(visitor, field, index + 1, cells)
  }
  // Leaving the field sends what was typed at once.
  await page.keyboard.press('Tab')
}

/** What the screen shows now in a field of any type, in the same words. */
export async function readField({ page }: Visitor, field: LocalField): Promise<Typed> {
  const group = groupOf(page, field.label)
  if (isText(field.type)) return page.getByRole('textbox', { name: named(field.label) }).inputValue()
  if (field.type === 'select' || field.type === 'boolean')
    return (await checkedAmong(radiosOf(page, field.label))).join(', ')
  if (field.type === 'multiSelect') return checkedAmong(group.getByRole('checkbox'))
  if (field.type === 'file') return fileNameIn(group)
  if (field.type === 'person') {
    const parts: Record<string, string> = {}
    for (const part of partsOfPerson)
      parts[part] = await group.getByRole('textbox', { name: part, exact: true }).inputValue()
    return parts
  }
  const rows: TypedRow[] = []
  for (let number = 1; number <= (await rowsIn(group).count()); number += 1)
    rows.push(await readRow(rowsIn(group).nth(number - 1), field, number))
  return rows
}

const rowsIn = (group: Locator) => group.getByRole('listitem', { name: /^Row \d+$/ })

async function fillRow(visitor: Visitor, field: LocalField, number: number, cells: TypedRow): Promise<void> {
  const { page } = visitor
  const group = groupOf(page, field.label).first()
  await tabTo(visitor, group.getByRole('button', { name: 'Add a row' }))
  await page.keyboard.press('Enter')
  const row = rowsIn(group).nth(number - 1)
  await row.waitFor()
  for (const column of field.columns ?? []) {
    const value = cells[column.id]
    if (value !== undefined) await fillCell(visitor, row, column, number, value)
  }
}

async function fillCell(
  visitor: Visitor,
  row: Locator,
  column: LocalColumn,
  number: number,
  value: string | readonly string[],
): Promise<void> {
  const { page } = visitor
  const cell = cellIn(row, column, number)
  if (column.type === 'multiSelect') {
    for (const option of wordsOf(value)) await tick(visitor, cell.getByRole('checkbox', { name: option, exact: true }))
  } else if (column.type === 'file') {
    await chooseFile(visitor, cell.getByRole('button', { name: /file/i }).first(), String(value), column.accept)
  } else if (column.type === 'select' || column.type === 'boolean') {
    await tabTo(visitor, cell)
    await walkTo(page, cell, String(value))
  } else {
    await tabTo(visitor, cell)
    await page.keyboard.type(column.type === 'date' ? americanDigits(String(value)) : String(value))
  }
}

async function readRow(row: Locator, field: LocalField, number: number): Promise<TypedRow> {
  const cells: Record<string, string | string[]> = {}
  for (const column of field.columns ?? []) {
    if (column.computed) continue
    const cell = cellIn(row, column, number)
    if (column.type === 'multiSelect') cells[column.id] = await checkedAmong(cell.getByRole('checkbox'))
    else if (column.type === 'file') cells[column.id] = await fileNameIn(cell)
    else if (column.type === 'select' || column.type === 'boolean') cells[column.id] = await chosenIn(cell)
    else cells[column.id] = await cell.inputValue()
  }
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value.length > 0 && value !== 'Select'))
}

const cellIn = (row: Locator, column: LocalColumn, number: number) =>
  row.getByLabel(`${column.label}, row ${number}`, { exact: true })

/** The box for a day of a browser in American English takes month, day, year. */
function americanDigits(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return month + date + year
}

async function chooseRadio(visitor: Visitor, radios: Locator, label: string): Promise<void> {
  const { page } = visitor
  await tabTo(visitor, radios.first())
  await page.keyboard.press('Space')
  for (let key = 0; key < keysPerChoice; key += 1) {
    if ((await checkedAmong(radios)).includes(label)) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`The arrow keys do not reach "${label}".`)
}

async function walkTo(page: Page, list: Locator, label: string): Promise<void> {
  for (let key = 0; key < keysPerChoice; key += 1) {
    if ((await chosenIn(list)) === label) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`The arrow keys do not reach "${label}".`)
}

async function tick(visitor: Visitor, box: Locator): Promise<void> {
  await tabTo(visitor, box)
  await visitor.page.keyboard.press('Space')
}

/** Opens the browser's chooser by Enter and gives it a file of this name; waits until it is listed as received. */
async function chooseFile(visitor: Visitor, button: Locator, name: string, accept: string | undefined): Promise<void> {
  const { page } = visitor
  await tabTo(visitor, button)
  const opening = page.waitForEvent('filechooser', { timeout: stepMs })
  await page.keyboard.press('Enter')
  const chooser = await opening
  const { mediaType, bytes } = sampleFile(name, accept)
  await chooser.setFiles({ name, mimeType: mediaType, buffer: bytes })
  await page.getByRole('button', { name: `Remove ${name}` }).waitFor()
  const uploading = page.getByRole('progressbar', { name })
  await expect.poll(() => uploading.count(), { timeout: stepMs, message: `${name} arrives` }).toBe(0)
}

async function checkedAmong(boxes: Locator): Promise<string[]> {
  return boxes.evaluateAll((all) =>
    all
      .filter((box): box is HTMLInputElement => box instanceof HTMLInputElement && box.checked)
      .map((box) => box.labels?.[0]?.textContent.trim() ?? ''),
  )
}

const chosenIn = (list: Locator): Promise<string> =>
  list.evaluate((select) => (select instanceof HTMLSelectElement ? (select.selectedOptions[0]?.label ?? '') : ''))

async function fileNameIn(place: Locator): Promise<string> {
  const list = place.getByRole('list', { name: /^Files: / })
  if ((await list.count()) === 0) return ''
  return /[\w-]+\.\w+/.exec((await list.textContent()) ?? '')?.[0] ?? ''
}

const wordsOf = (value: Typed): string[] => (Array.isArray(value) ? value.map(String) : [String(value)])
const partOf = (value: Typed, part: string): string =>
  typeof value === 'object' && !Array.isArray(value)
    ? String(Object.entries(value).find(([key]) => key === part)?.[1] ?? '')
    : ''
const rowsOf = (value: Typed): TypedRow[] =>
  Array.isArray(value) ? value.filter((row): row is TypedRow => typeof row === 'object' && row !== null) : []
