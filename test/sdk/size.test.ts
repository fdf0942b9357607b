import { expect, test } from 'vitest'
import { bundleSize, sizeAims } from '../../bench/sdk-size.ts'

test(`without local evaluation the SDK costs a browser at most ${sizeAims.remote} bytes`, async () => {
  const { gzippedBytes, files } = await bundleSize('remote')
  expect(gzippedBytes).toBeLessThanOrEqual(sizeAims.remote)
  // Rules are for others to evaluate, so their evaluator is no part of it.
  expect(files.map(({ file }) => file).filter(file => /evaluate\/(compile|condition|pattern)/.test(file))).toEqual([])
})

test(`with local evaluation it costs at most ${sizeAims.index} bytes`, async () => {
  const { gzippedBytes, files } = await bundleSize('index')
  expect(gzippedBytes).toBeLessThanOrEqual(sizeAims.index)
  // Fetched when a configuration needs it, or for services only.
  expect(
    files.map(({ file }) => file).filter(file => /evaluate\/(pattern|semver|rule-index|quick)/.test(file)),
  ).toEqual([])
})
