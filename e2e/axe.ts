import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** WCAG 2.0 to 2.2, A and AA, and axe's own good practice: what `ui.md` 7 asks of every screen. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails the test at its end, with rule, element and reason of each accessibility violation on the screen as it stands. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${screen}: ${id}: ${help}: ${node.target.join(' ')}`),
  )
  // The person goes on all the same, so that one run tells of every screen.
  expect.soft(found).toEqual([])
}
