import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { base, ClassifyQuery, Embedded, EmbedQuery, Label, SeenPrompt, SeeQuery } from './inference.ts'
import { Generation, Job, JobRequest } from './jobs.ts'
import { Device, PackReport, PackSummary } from './packs.ts'
import { History, HistoryQuery, HistoryTree, HistoryTreeQuery } from './history.ts'
import {
  ExportedPicture,
  ExportOrder,
  ImportedAsset,
  PictureToRead,
  ReadRecipe,
  RecipeToRequest,
  RequestOfRecipe,
} from './pictures.ts'
import { DrawSettings } from './prompt.ts'
import { LookedAt, SearchIndexState, SearchPage, SearchQuery } from './search.ts'
import { Change, Storyboard, StoryboardSummary } from './storyboard.ts'
import { Backup, BackupsState, VerifyProgress, VerifyReport } from './upkeep.ts'
import { Id, Sha256 } from './values.ts'

export const LibraryState = z.strictObject({
  state: z.enum(['ready', 'read-only', 'newer', 'damaged']),
  /** What is the matter and what to do; null when all is well. */
  sentence: z.string().nullable(),
  folder: z.string(),
})
export type LibraryState = z.infer<typeof LibraryState>

export const EngineEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('storyboard'), storyboard: Storyboard }),
  z.strictObject({ type: z.literal('job'), job: Job }),
  z.strictObject({ type: z.literal('library'), library: LibraryState }),
  z.strictObject({ type: z.literal('backups'), backups: BackupsState }),
  /** More pictures have been looked at, so that they are found by meaning. */
  z.strictObject({ type: z.literal('looked-at'), lookedAt: LookedAt }),
])
export type EngineEvent = z.infer<typeof EngineEvent>

/** page or command line → engine. A page that goes away only stops listening: its jobs go on and land in history. */
export const engineContract = {
  library: {
    state: base.output(LibraryState),
    /** Reads everything and changes nothing. With many pictures that takes minutes. */
    verify: base.output(eventIterator(VerifyProgress, VerifyReport)),
  },
  backups: {
    list: base.output(BackupsState),
    /** One that stays until the person removes it. */
    make: base.output(Backup),
  },
  storyboards: {
    list: base.output(z.array(StoryboardSummary)),
    create: base.input(z.strictObject({ id: Id, title: z.string().trim().min(1).max(200) })).output(Storyboard),
    open: base.input(z.strictObject({ id: Id })).output(Storyboard),
    /** `changeId` makes a retry harmless: the same id is applied once. */
    change: base.input(z.strictObject({ storyboardId: Id, changeId: Id, change: Change })).output(Storyboard),
    undo: base.input(z.strictObject({ storyboardId: Id })).output(Storyboard),
    redo: base.input(z.strictObject({ storyboardId: Id })).output(Storyboard),
  },
  assets: {
    /** Takes a file that was put into the library's incoming folder (by plumage://incoming or the command line). */
    import: base.input(z.strictObject({ incoming: Id, name: z.string().max(400) })).output(ImportedAsset),
    export: base.input(ExportOrder).output(ExportedPicture),
  },
  recipes: {
    /** How a picture was made, as its file says. */
    read: base.input(PictureToRead).output(ReadRecipe),
    /** What to start to make it again; nothing is started. */
    request: base.input(RecipeToRequest).output(RequestOfRecipe),
  },
  jobs: {
    list: base.output(z.array(Job)),
    /** Answers as soon as the job is safely in the queue. The same jobId again is the same job. */
    start: base.input(JobRequest).output(Job),
    /** Every change of the job, then the finished job. Failing and being cancelled are results too. */
    watch: base.input(z.strictObject({ jobId: Id })).output(eventIterator(Job, Job)),
    cancel: base.input(z.strictObject({ jobId: Id })).output(Job),
    /** Queues a failed, cancelled or interrupted job again, with the same seed and target. One that still cannot work fails again. */
    retry: base.input(z.strictObject({ jobId: Id })).output(Job),
    /** Takes a job that has ended off the list; a waiting or running one is to be cancelled first. */
    dismiss: base.input(z.strictObject({ jobId: Id })).output(z.strictObject({ jobId: Id })),
  },
  generations: { get: base.input(z.strictObject({ id: Id })).output(Generation) },
  search: {
    find: base.input(SearchQuery).output(SearchPage),
    /** How far the pictures have been looked at by the usual pack, and why some could not be. */
    state: base.output(SearchIndexState),
    /** Looks at pictures that were not looked at yet, at most `limit`, for whoever waits for it. */
    lookAtPictures: base
      .input(SearchQuery.pick({ settings: true }).extend({ limit: z.int().min(1).nullable() }))
      .output(eventIterator(LookedAt, LookedAt)),
  },
  history: {
    list: base.input(HistoryQuery).output(History),
    tree: base.input(HistoryTreeQuery).output(HistoryTree),
  },
  models: {
    packs: base.output(z.array(PackSummary)),
    verify: base.input(z.strictObject({ pack: z.string() })).output(PackReport),
    devices: base.input(z.strictObject({ pack: DrawSettings.shape.pack }).optional()).output(z.array(Device)),
    probeDevices: base.input(z.strictObject({ pack: DrawSettings.shape.pack })).output(z.array(Device)),
    warm: base.output(z.strictObject({ packHash: Sha256 })),
    /** What the model would see of a prompt; nothing is run, so it can be asked while somebody types. */
    see: base.input(SeeQuery).output(SeenPrompt),
    /** Vectors to search with. Not jobs: nothing of them is kept. */
    embed: base.input(EmbedQuery).output(Embedded),
    /** Which of some labels a picture fits, likeliest first. */
    classify: base.input(ClassifyQuery).output(z.array(Label)),
  },
  /** Where the user was: open board, camera, selection, unsent words. Kept as it is, never undone. */
  view: {
    get: base.input(z.strictObject({ key: z.string().min(1).max(100) })).output(z.json().nullable()),
    put: base.input(z.strictObject({ key: z.string().min(1).max(100), value: z.json() })).output(z.null()),
  },
  /** What happens in the engine while the page listens, beginning with the present state of all unfinished jobs. */
  events: base.output(eventIterator(EngineEvent)),
}
export type EngineContract = typeof engineContract
