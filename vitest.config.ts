import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // Waiting is patience, not a measure: a busy machine may take its time.
    expect: { poll: { timeout: 30_000 } },
  },
})
