import { z } from 'zod'
import { TimeMs } from './values.ts'

/** What is wrong, for code that wants to react. The sentence is for the person. */
export const FindingKind = z.enum([
  'no-database', // there is no library file, or it cannot be opened at all
  'newer-schema',
  'older-schema', // never opened since Plumage was updated
  'other-schema', // tables or indexes are not what the migrations make
  'damaged-pages', // SQLite's own check of the file
  'broken-link', // a row that names another that is not there
  'unreadable-row', // a row this version cannot make sense of
  'missing-picture', // a row without its file
  'wrong-picture', // a file whose bytes are not those it is named for
  'unreadable-picture', // the disk or the permissions do not let it be read
  'unknown-picture', // a prompt, a job or a step of undo names a picture that has no row
  'spare-picture', // a whole picture that no row names
  'stray-file', // something else among the pictures
  'bad-backup',
])
export type FindingKind = z.infer<typeof FindingKind>

export const Finding = z.strictObject({
  kind: FindingKind,
  /** A note says what is unusual and harms nothing; only problems make a library unclean. */
  weight: z.enum(['problem', 'note']),
  /** Which row or file: a table and an id, or a name inside the library folder. */
  subject: z.string(),
  /** What is wrong and what to do. */
  sentence: z.string().min(1),
})
export type Finding = z.infer<typeof Finding>

export const VerifyReport = z.strictObject({
  clean: z.boolean(),
  /** One sentence on the whole. */
  sentence: z.string().min(1),
  /** Null when there is no database to ask. */
  schemaVersion: z.int().nullable(),
  checked: z.strictObject({
    rows: z.int().min(0),
    references: z.int().min(0),
    pictures: z.int().min(0),
    pictureBytes: z.int().min(0),
    backups: z.int().min(0),
  }),
  /** Of each kind the first hundred. */
  findings: z.array(Finding),
  /** Of each kind all. */
  counts: z.partialRecord(FindingKind, z.int().min(1)),
})
export type VerifyReport = z.infer<typeof VerifyReport>

export const VerifyProgress = z.strictObject({
  stage: z.enum(['database', 'pictures', 'backups']),
  done: z.int().min(0),
  total: z.int().min(0),
})
export type VerifyProgress = z.infer<typeof VerifyProgress>

export const BackupKind = z.enum([
  'timed', // made by itself while somebody worked
  'migration', // before a newer Plumage changed the tables
  'restore', // what was there before a backup was restored
  'person', // asked for; never removed by Plumage
])
export type BackupKind = z.infer<typeof BackupKind>

/** A whole library file, checked when it was made. Pictures are not in it: they are never changed. */
export const Backup = z.strictObject({
  /** Its file's name in the folder backups. */
  name: z.string().min(1).max(200),
  kind: BackupKind,
  madeAtMs: TimeMs,
  schemaVersion: z.int().min(1),
  sizeBytes: z.int().min(0),
})
export type Backup = z.infer<typeof Backup>

/** A library file that was put aside because it was damaged. Plumage never removes one. */
export const DamagedFile = z.strictObject({
  name: z.string().min(1).max(200),
  putAsideAtMs: TimeMs,
  sizeBytes: z.int().min(0),
})
export type DamagedFile = z.infer<typeof DamagedFile>

export const BackupsState = z.strictObject({
  /** Newest first. */
  backups: z.array(Backup),
  /** Newest first. */
  damaged: z.array(DamagedFile),
  /** Why the last backup could not be made and what to do; null while all is well. */
  sentence: z.string().nullable(),
})
export type BackupsState = z.infer<typeof BackupsState>
