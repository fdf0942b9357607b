import type { Page } from 'playwright-core'

/** What went wrong in a page without anybody seeing it: errors, refused requests, broken policy. */
export type PageProblems = { found(): string[] }

/** Collects every console error and warning, uncaught error and unhandled rejection of a page, but for what a test provokes. */
export function watchProblems(page: Page, expected: RegExp[]): PageProblems {
  const problems: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', error => problems.push(`uncaught: ${error.stack ?? error.message}`))
  page.on('crash', () => problems.push('the page crashed'))
  return { found: () => problems.filter(text => !expected.some(pattern => pattern.test(text))) }
}
