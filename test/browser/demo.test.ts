import { expect, test } from 'vitest'
import { runDemo } from '../../src/cli/demo.ts'
import { tempFolder } from '../assay.ts'
import { launchChromium } from '../chromium.ts'
import { builtConsole } from './built-console.ts'
import { watchProblems } from './page-problems.ts'

test('the demo ends with a link that opens, signed in by one press, on the report', async () => {
  const written: string[] = []
  const output = { write: (text: string) => written.push(text) }
  const consoleDir = await builtConsole()
  let heading = ''
  const found = await runDemo({ shoppers: 3000, seed: 7, port: '0', data: tempFolder() }, output, output, {
    consoleDir,
    until: async () => {
      const link = /http:\S+\/welcome\?\S+/.exec(written.join(''))?.[0] ?? ''
      const browser = await launchChromium()
      try {
        const page = await browser.newPage()
        const problems = watchProblems(page, [/401/])
        await page.goto(link)
        await page.getByRole('button', { name: 'Sign in' }).click()
        const title = page.getByRole('heading', { level: 1, name: 'A simpler checkout for shoppers above 65' })
        await title.waitFor({ timeout: 60_000 })
        heading = (await title.textContent()) ?? ''
        expect(new URL(page.url()).pathname).toBe('/p/sneaker-shop/experiments/simple-checkout-above-65/report')
        expect(problems.found()).toEqual([])
      } finally {
        await browser.close()
      }
    },
  })
  expect(found).toEqual([])
  expect(heading).toContain('A simpler checkout')
  expect(written.join('')).toContain('Press "Sign in" there')
})
