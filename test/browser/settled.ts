import type { Page } from 'playwright-core'

/** Waits until a screen stands still: its heading is there, nothing in sight is being loaded and nothing moves. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => {
    const waiting = document.querySelectorAll('.mantine-Skeleton-root, .mantine-Loader-root, [aria-busy="true"]')
    return (
      [...waiting].every(element => !element.checkVisibility()) &&
      document.getAnimations().every(({ playState }) => playState !== 'running')
    )
  })
}
