import type { Visitor } from './visitor.ts'

/** From the first page of the agency: finds the case in the queue and opens it. */
export async function openFromQueue(official: Visitor, reference: string, model: string): Promise<void> {
  const { page } = official
  await official.follow('Queue', page.getByRole('banner'))
  await official.arrivedAt('Queue')
  await official.follow(/^All/, page.getByRole('navigation', { name: 'Views' }))
  await official.follow(reference)
  await official.arrivedAt(model)
}

/** Opens one of the pages of the case that is open. */
export async function openCasePage(official: Visitor, name: string, title: string | RegExp = name): Promise<void> {
  await official.follow(name, official.page.getByRole('navigation', { name: 'Pages of this case' }))
  await official.arrivedAt(title)
}

/** Answers every question of an officer's list with yes and a reason. */
export async function answerWithYes(official: Visitor, questions: string): Promise<number> {
  const part = official.page.getByRole('region', { name: questions })
  const reasons = part.getByRole('textbox', { name: /^Reason for question \d+$/ })
  await reasons.first().waitFor()
  for (const yes of await part.getByRole('radio', { name: 'Yes', exact: true }).all()) await yes.check()
  for (const reason of await reasons.all()) await reason.fill('Read in the file; nothing is missing.')
  return reasons.count()
}

/** Acknowledges, answers the screening questions, confirms the class and accepts. Ends on the case. */
export async function screen(screener: Visitor, model: string): Promise<void> {
  const { page } = screener
  await screener.press('Acknowledge receipt')
  await screener.follow('Screen this dossier')
  await screener.arrivedAt('Screening')
  await answerWithYes(screener, 'Screening questions')
  await page.getByRole('radio', { name: 'Class III (as worked out)' }).check()
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await screener.look('23-screening')
  await screener.press('Accept for review')
  const dialog = page.getByRole('dialog', { name: 'Accept this dossier for review?' })
  await screener.reads('The review clock starts today', dialog)
  await screener.glance('24-accept')
  await screener.press('Accept for review', dialog)
  await screener.arrivedAt(model)
}
