import { defaultPack } from '@placet/shared/policy-pack/default/default-pack'
import { allFields, findField, findSectionOf } from '@placet/shared/policy-pack/fields'
import type { LocalPack, PackField } from '@placet/shared/policy-pack/pack-shape'
import { localisePack } from '@placet/shared/policy-pack/policy-pack.schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dossierAt, startDossier } from './steps/applying.ts'
import { fillByKeyboard, readField, tabTo, type Typed } from './steps/keyboard.ts'
import { Scene } from './steps/scene.ts'
import { Visitor } from './steps/visitor.ts'

const pack = localisePack(defaultPack, 'en')
const model = 'Keys 1.0'

/** One of each type of field and of column that the pack has, section by section, in the order of the screen. */
const filled: Readonly<Record<string, Readonly<Record<string, Typed>>>> = {
  applicant: {
    accountablePerson: { Name: 'Amina Haddad', Position: 'Chief medical officer', Email: 'amina@helio.example' },
  },
  modelIdentity: {
    modelIdentifier: 'sha256:5f1d2c, weights of 3 May 2026',
    inputModalities: ['Text', 'Clinical photograph, skin or eye'],
    operatingLogic: 'It reads a note and drafts a summary. A doctor signs it.',
    builtOnUpstream: 'No',
    statusElsewhere: [
      {
        jurisdiction: 'Egypt',
        regulator: 'Drug authority',
        status: 'pending',
        reference: 'R 17/2026',
        expiry: '2027-03-31',
        certificate: 'certificate.pdf',
      },
      { jurisdiction: 'Tunisia', status: 'approved' },
    ],
    instructionsForUse: 'instructions.pdf',
  },
  intendedUse: { deploymentScale: '100,000 to 1 million' },
  trainingData: {
    demographicComposition: [{ axis: 'Age band', group: '18-39', trainingShare: '31.5', populationShare: '33' }],
    dataCurrency: '31.03.2026',
  },
  performance: {
    headlineMetrics: [{ task: 'Summary', metric: 'sensitivity', n: '1204', estimate: '0.931', met: 'Yes' }],
    clinicalEvidence: [{ title: 'Ward study', design: 'reader study', publication: 'https://example.org/ward-study' }],
  },
  postMarket: {
    pmIndicators: [{ indicator: 'Missed problems', axis: ['Age band', 'Language of input'], frequency: 'monthly' }],
  },
}

function fieldOf(id: string): PackField<LocalPack> {
  const field = findField(pack, id)
  if (!field) throw new Error(`The pack has no field ${id}.`)
  return field
}

const columnTypes = (fields: readonly PackField[]) =>
  new Set(fields.flatMap(({ columns = [] }) => columns.filter(({ computed }) => !computed).map(({ type }) => type)))

let scene: Scene
let officer: Visitor
let dossier: string

beforeAll(async () => {
  scene = await Scene.open('fields')
})

beforeEach(() => {
  scene.keepLastSight()
})

afterAll(async () => {
  await scene?.close()
})

async function openSection(id: string): Promise<void> {
  await officer.go(`/apply/${dossier}/s/${id}`)
  await officer.arrivedAt(pack.sections.find((section) => section.id === id)?.title ?? id)
}

/** Leaves the control, and waits until the page says that everything is saved. */
async function sawSaved(): Promise<void> {
  await officer.page.keyboard.press('Tab')
  await officer.settled()
  await officer.page
    .getByRole('status')
    .filter({ hasText: /^Saved \d/ })
    .waitFor()
}

test('an officer starts a dossier', async () => {
  officer = await Visitor.signedIn(scene, 'officer@helio.example')
  dossier = await startDossier(officer, 'Keys', '1.0')
})

describe('answering by keyboard alone', () => {
  test('leaves out no type of field and no type of column that the pack has', () => {
    const fields = Object.values(filled).flatMap((section) => Object.keys(section).map(fieldOf))
    expect(new Set(fields.map(({ type }) => type))).toEqual(new Set(allFields(pack).map(({ type }) => type)))
    const columns = Object.values(filled)
      .flatMap((section) => Object.entries(section))
      .flatMap(([id, rows]) => {
        const used = Array.isArray(rows) ? new Set(rows.flatMap((row) => Object.keys(Object(row)))) : new Set<string>()
        return (fieldOf(id).columns ?? []).filter((column) => used.has(column.id)).map(({ type }) => type)
      })
    expect(new Set(columns)).toEqual(columnTypes(allFields(pack)))
  })

  test.each(Object.keys(filled))('the section "%s" is saved, and read back after loading the page anew', async (id) => {
    const answers = Object.entries(filled[id] ?? {})
    await openSection(id)
    for (const [field, value] of answers) await fillByKeyboard(officer, fieldOf(field), value)
    await sawSaved()
    await officer.look(`fields-${id}`)
    await officer.page.reload()
    await officer.settled()
    for (const [field, value] of answers)
      await expect.poll(() => readField(officer, fieldOf(field)), { timeout: 30_000, message: field }).toEqual(value)
  })

  test('opens the next section by Enter on "Save and continue"', async () => {
    const { page } = officer
    await openSection('intendedUse')
    await tabTo(officer, page.getByRole('button', { name: 'Save and continue' }))
    await page.keyboard.press('Enter')
    const problem = page.getByRole('heading', { name: 'There is a problem' })
    await problem.waitFor()
    // The summary has the focus: its first link is one Tab away and leads to the question.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const first = page
      .getByRole('group', { name: /^WHO use categories/ })
      .getByRole('checkbox')
      .first()
    await expect.poll(() => first.evaluate((box) => box === document.activeElement)).toBe(true)
  })
})

describe('what depends on other answers', () => {
  const upstream = findSectionOf(pack, 'divergenceFromUpstream')?.title ?? ''
  const built = () => officer.page.getByRole('radiogroup', { name: /^Is it built on a model/ })
  const taskOf = (section: string) => officer.page.getByRole('listitem').getByRole('link', { name: section })

  async function answerBuilt(answer: 'Yes' | 'No'): Promise<void> {
    await openSection('modelIdentity')
    await built().getByRole('radio', { name: answer, exact: true }).check()
    await sawSaved()
    await officer.press('Back to task list')
    await officer.arrivedAt(model)
  }

  test('a section appears and disappears, and keeps what was typed', async () => {
    expect(dossierAt(officer.page)).toBe(dossier)
    await answerBuilt('Yes')
    await taskOf(upstream).click()
    await officer.arrivedAt(upstream)
    const words = officer.page.getByRole('textbox', { name: /^Departures from the upstream intended use/ })
    await words.fill('Used for ward notes; the upstream model is for letters.')
    await sawSaved()

    await answerBuilt('No')
    expect(await taskOf(upstream).count()).toBe(0)

    await answerBuilt('Yes')
    await taskOf(upstream).click()
    await officer.arrivedAt(upstream)
    await expect.poll(() => words.inputValue()).toBe('Used for ward notes; the upstream model is for letters.')
  })

  test('a question appears and disappears on the same page, and keeps what was typed', async () => {
    await openSection('applicant')
    const { page } = officer
    const capacity = (answer: string) =>
      page.getByRole('radiogroup', { name: 'In what capacity are you filing?' }).getByRole('radio', { name: answer })
    const agent = page.getByRole('group', { name: 'Agent or authorised representative' })
    expect(await agent.count()).toBe(0)
    await capacity('As an agent for the applicant').check()
    await agent.getByRole('textbox', { name: 'Name' }).fill('Karim Bouaziz')
    await capacity('For our own organisation').check()
    await agent.waitFor({ state: 'hidden' })
    await sawSaved()
    await page.reload()
    await officer.settled()
    expect(await agent.count()).toBe(0)
    await capacity('As an agent for the applicant').check()
    await expect.poll(() => agent.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Karim Bouaziz')
  })
})

test('nothing broke on the way', () => {
  expect(scene.faults).toEqual([])
})
