import { defineConfig } from 'vitest/config'

const project = process.argv.includes('integration') ? 'integration' : 'unit'

export default defineConfig({
  test: {
    pool: 'forks', // native modules do not like threads
    maxWorkers: 2,
    testTimeout: 600_000, // a test may not depend on how fast the machine is
    hookTimeout: 600_000,
    reporters: ['default', ['json', { outputFile: `test-results/reports/${project}.json` }]],
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/{models,electron,renderer,build}/**/*.test.{ts,tsx}'] } },
      { extends: true, test: { name: 'integration', include: ['tests/integration/**/*.test.ts'] } },
    ],
  },
})
