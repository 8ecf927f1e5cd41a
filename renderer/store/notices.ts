import { v7 as uuidv7 } from 'uuid'
import type { StateCreator } from 'zustand'
import type { AppState } from './app-store.ts'
import { toFailure } from './failure.ts'

export type Notice = { id: string; tone: 'error' | 'note'; sentence: string; ref: string | null }

export type NoticesSlice = {
  notices: readonly Notice[]
  /** The last thing that happened, for a screen reader. */
  announcement: string
  note(sentence: string): void
  fail(error: unknown): void
  announce(sentence: string): void
  dismissNotice(id: string): void
}

const MOST = 4

export const createNoticesSlice: StateCreator<AppState, [], [], NoticesSlice> = (set) => {
  const add = (notice: Omit<Notice, 'id'>) =>
    set((s) => ({
      // The same sentence twice says nothing more.
      notices: [...s.notices.filter((other) => other.sentence !== notice.sentence), { ...notice, id: uuidv7() }].slice(
        -MOST,
      ),
    }))
  return {
    notices: [],
    announcement: '',
    note: (sentence) => add({ tone: 'note', sentence, ref: null }),
    fail(error) {
      const { sentence, ref } = toFailure(error)
      add({ tone: 'error', sentence, ref })
    },
    announce: (announcement) => set({ announcement }),
    dismissNotice: (id) => set((s) => ({ notices: s.notices.filter((notice) => notice.id !== id) })),
  }
}
