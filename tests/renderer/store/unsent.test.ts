import { v7 as uuidv7 } from 'uuid'
import { expect, it } from 'vitest'
import { readUnsent, writeUnsent } from '../../../renderer/store/unsent.ts'
import { memoryStorage } from '../support/memory-storage.ts'

it('keeps what was not sent for the next page, and forgets it when all is sent', () => {
  const storage = memoryStorage()
  const storyboardId = uuidv7()
  const panelId = uuidv7()
  const unsent = {
    outbox: [{ storyboardId, changeId: uuidv7(), change: { type: 'rename' as const, title: 'Mo' } }],
    drafts: { [panelId]: { storyboardId, caption: 'half a sen' } },
    requests: {},
  }
  writeUnsent(storage, unsent)
  expect(readUnsent(storage)).toEqual(unsent)
  writeUnsent(storage, { outbox: [], drafts: {}, requests: {} })
  expect(storage.length).toBe(0)
})

it('begins with nothing when the storage holds something else, or there is none', () => {
  const storage = memoryStorage()
  storage.setItem('plumage.unsent', '{"outbox": "none"}')
  expect(readUnsent(storage)).toEqual({ outbox: [], drafts: {}, requests: {} })
  expect(readUnsent(null)).toEqual({ outbox: [], drafts: {}, requests: {} })
})
