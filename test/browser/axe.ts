import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Fails when the page, when nothing on it moves, has a serious or critical barrier (WCAG 2.2 A and AA). */
export async function axe(page: Page): Promise<void> {
  expect((await barriersOf(page)).join('\n')).toBe('')
}

/** The serious and critical barriers of the page once nothing on it is between two looks. */
export async function barriersOf(page: Page): Promise<string[]> {
  await movementEnds(page)
  // Evaluated by the debugger, so the page's own policy stays as strict as it is.
  await page.evaluate(source)
  const violations = await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return (await runner.run({ runOnly, resultTypes: ['violations'] })).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes.map(node => `  ${node.html}\n  ${node.failureSummary}`).join('\n')}`,
    )
}

/** Waits for fades and slides: half-way through one, a colour is neither of those that were chosen. */
async function movementEnds(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(animation => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(animation => animation.finished))
  })
}
