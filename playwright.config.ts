import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/support/window-setup.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 180_000, // a test may not depend on how fast the machine is
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/reports/e2e.json' }]],
})
