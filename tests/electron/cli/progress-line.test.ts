import { expect, it } from 'vitest'
import { describeJob } from '../../../electron/cli/progress-line.ts'
import { harmless } from '../../../electron/cli/terminal.ts'
import type { Job } from '../../../electron/contract/jobs.ts'

const job: Job = {
  id: '01890000-0000-7000-8000-000000000000',
  kind: 'generate',
  state: 'running',
  storyboardId: null,
  panelId: null,
  afterPanelId: null,
  stage: 'decode',
  step: 2,
  steps: 4,
  preview: null,
  text: '',
  seed: 7,
  failure: null,
  generationIds: [],
  createdAtMs: 0,
  finishedAtMs: null,
}

it('says in a few words what a job is doing', () => {
  expect(describeJob({ ...job, state: 'queued', stage: null })).toBe('waiting for its turn')
  expect(describeJob({ ...job, stage: 'load' })).toBe('loading the model')
  expect(describeJob(job)).toBe(`drawing ${'━'.repeat(12)}${'─'.repeat(12)} 2/4`)
  expect(describeJob({ ...job, stage: 'write', text: 'a cat\non\u001b[2J a mat' })).toBe('writing … a cat on [2J a mat')
})

it('lets nothing that a model writes steer the terminal', () => {
  expect(harmless('a\u001b[2J\u0007 cat\r\u009b1m\n\tis ok\n')).toBe('a[2J cat1m\n\tis ok\n')
})
