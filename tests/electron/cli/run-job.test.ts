import { expect, it } from 'vitest'
import { runJob } from '../../../electron/cli/run-job.ts'
import type { Job } from '../../../electron/contract/jobs.ts'
import { newId, openStudio } from '../engine/support/studio.ts'

it('tells a notice once, and forgets the words that were written before it', async () => {
  await using studio = openStudio()
  studio.peer.hold()
  const notices: string[] = []
  const seen: Job[] = []
  const prompt = [{ type: 'text' as const, text: 'please fall back' }]
  const common = { jobId: newId(), seed: 3, settings: {} }
  const request = { ...common, kind: 'answer', task: 'ask', prompt, writing: {} } as const
  const { state } = await runJob(studio.client, request, {
    signal: new AbortController().signal,
    onChange: (job) => void seen.push(job),
    onResult: async () => {},
    onNotice(sentence) {
      notices.push(sentence)
      studio.peer.letGo()
    },
  })
  expect({ state, notices }).toEqual({ state: 'done', notices: ['The device ran out of memory.'] })
  const first = seen.find((job) => job.notice !== undefined)
  expect(first).toMatchObject({ text: '', step: 0 })
})
