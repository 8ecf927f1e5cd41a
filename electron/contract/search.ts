import { z } from 'zod'
import { JobKind } from './jobs.ts'
import { Box, DrawSettings } from './prompt.ts'
import { Asset } from './storyboard.ts'
import { Id, Seed, Sha256, Text, TimeMs } from './values.ts'

/** What can be found. A panel with a picture is found as that picture, unless panels are asked for. */
export const SearchThing = z.enum([
  'picture',
  'panel',
  'text', // what a model wrote that is no picture
  'message',
  'chat',
  'storyboard',
  'session',
  'board',
  'subject',
  'edit',
  'visual-prompt',
])
export type SearchThing = z.infer<typeof SearchThing>

/** What is left out does not matter; what cannot have a thing asked for, as a title has no seed, is not found. */
export const SearchFilter = z.strictObject({
  things: z.array(SearchThing).min(1).optional(),
  /** Made or brought in at this time or later. */
  fromMs: TimeMs.optional(),
  /** Before this time. */
  toMs: TimeMs.optional(),
  /** Made with this pack: its id, or its hash. */
  pack: z.string().min(1).optional(),
  seed: Seed.optional(),
  /** What it came of; 'imported' is what somebody brought. */
  kinds: z
    .array(z.enum([...JobKind.options, 'imported']))
    .min(1)
    .optional(),
  /** Its own pictures, the panels that mention it and what shows there, and what was made from its pictures. */
  subjectId: Id.optional(),
  ratingAtLeast: z.int().min(1).max(5).optional(),
  starred: z.boolean().optional(),
  tag: z.string().min(1).max(200).optional(),
  sessionId: Id.optional(),
  storyboardId: Id.optional(),
  boardId: Id.optional(),
  trash: z.enum(['without', 'only', 'with']).default('without'),
})
export type SearchFilter = z.infer<typeof SearchFilter>

export const SearchQuery = z.strictObject({
  /** Words to be found as words, and for what they mean. Nothing in them is a command. */
  words: Text.default(''),
  /** More like this picture, or like a part of it. It is not found itself. */
  like: z.strictObject({ sha256: Sha256, box: Box.optional() }).optional(),
  filter: SearchFilter.default({ trash: 'without' }),
  /**
   * 'best': what fits best, at most a thousand. 'newest': all that has the words, or all there is, the last that came into
   * this library first; the meaning has no part in it, since everything is more or less like everything.
   */
  order: z.enum(['best', 'newest']).default('best'),
  /** For 'best': how words are looked for. */
  ways: z
    .array(z.enum(['words', 'meaning']))
    .min(1)
    .default(['words', 'meaning']),
  /** Whose vectors to compare; without a pack the usual one's. */
  settings: DrawSettings.pick({ pack: true, device: true }).default({}),
  /** The model may have to be loaded, or to finish a picture. Otherwise words are only found as words after a moment. */
  waitForModel: z.boolean().default(false),
  limit: z.int().min(1).max(200).default(50),
  /** `next` of the page before, with the same query. */
  cursor: z.string().max(20_000).nullable().default(null),
})
export type SearchQuery = z.infer<typeof SearchQuery>

export const SnippetField = z.enum(['title', 'body', 'script', 'prompt', 'tags', 'recipe'])
export type SnippetField = z.infer<typeof SnippetField>

/** A piece of the words of a thing. Places are in UTF-16 units of `text`; nothing in it is markup. */
export const Snippet = z.strictObject({
  field: SnippetField,
  text: z.string(),
  marks: z.array(z.strictObject({ start: z.int().min(0), end: z.int().min(1) })),
  /** There is more before or after it. */
  isCutBefore: z.boolean(),
  isCutAfter: z.boolean(),
})
export type Snippet = z.infer<typeof Snippet>

export const SearchHit = z.strictObject({
  thing: SearchThing,
  /** Of a picture its name, of anything else its id. */
  id: z.string(),
  image: Asset.nullable(),
  /** What a person calls it, or the thing it is a part of. */
  title: z.string().nullable(),
  snippet: Snippet.nullable(),
  foundBy: z.array(z.enum(['words', 'meaning', 'picture'])),
  /** Cosine with what was asked for, by meaning or by picture; the larger of the two. */
  likeness: z.number().nullable(),
  isTrashed: z.boolean(),
  /** Where to go to see it. */
  sessionId: Id.nullable(),
  storyboardId: Id.nullable(),
  panelId: Id.nullable(),
  chatId: Id.nullable(),
  generationId: Id.nullable(),
  createdAtMs: TimeMs,
})
export type SearchHit = z.infer<typeof SearchHit>

/** How far the pictures have been looked at, so that they can be found by meaning and by picture. */
export const LookedAt = z.strictObject({
  done: z.int().min(0),
  failed: z.int().min(0),
  total: z.int().min(0),
})
export type LookedAt = z.infer<typeof LookedAt>

export const SearchPage = z.strictObject({
  hits: z.array(SearchHit),
  /** Goes on behind the last hit, whatever is added meanwhile. Null at the end. */
  next: z.string().nullable(),
  /** Why something was not looked for; null when everything was. */
  notice: z.string().nullable(),
  /** Null when no vectors were asked. */
  lookedAt: LookedAt.nullable(),
})
export type SearchPage = z.infer<typeof SearchPage>

export const SearchIndexState = z.strictObject({
  /** With the usual pack, or the one asked for; null while it is not known which that is. */
  packHash: Sha256.nullable(),
  lookedAt: LookedAt,
  isWorking: z.boolean(),
  /** Why nothing is done although something is to do; null otherwise. */
  sentence: z.string().nullable(),
  /** Pictures that could not be looked at, and why; the newest hundred. */
  failures: z.array(z.strictObject({ sha256: Sha256, sentence: z.string() })),
})
export type SearchIndexState = z.infer<typeof SearchIndexState>
