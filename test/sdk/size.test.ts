import { expect, test } from 'vitest'
import { bundleSize, sizeAims } from '../../bench/sdk-size.ts'

// The aim with local evaluation is 10,240 bytes and is not met; this keeps it from getting further away.
const localBytesMax = 12_800

test(`without local evaluation the SDK costs a browser at most ${sizeAims.remote} bytes`, async () => {
  const { gzippedBytes, files } = await bundleSize('remote')
  expect(gzippedBytes).toBeLessThanOrEqual(sizeAims.remote)
  // Rules are for others to evaluate, so their evaluator is no part of it.
  expect(files.map(({ file }) => file).filter(file => /evaluate\/(compile|condition|pattern)/.test(file))).toEqual([])
})

test(`with local evaluation it costs at most ${localBytesMax} bytes, which is above the aim of ${sizeAims.index}`, async () => {
  const { gzippedBytes } = await bundleSize('index')
  expect(gzippedBytes).toBeLessThanOrEqual(localBytesMax)
})
