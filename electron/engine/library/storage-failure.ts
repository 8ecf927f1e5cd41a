import { AppError } from '../../contract/failure.ts'
import { DamagedLibraryError } from './database.ts'
import { NewerLibraryError } from './migrate.ts'

export type StorageTrouble = 'full' | 'read-only' | 'damaged' | 'newer' | 'busy' | 'disk'

const fullCodes = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']
const readOnlyCodes = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'SQLITE_PERM']

/** What an error of SQLite or of the file system means for the library; null for anything else, such as our own bugs. */
export function storageTrouble(error: unknown): StorageTrouble | null {
  if (error instanceof DamagedLibraryError) return 'damaged'
  if (error instanceof NewerLibraryError) return 'newer'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (fullCodes.includes(code)) return 'full'
  if (readOnlyCodes.includes(code) || /^SQLITE_(READONLY|CANTOPEN)/.test(code)) return 'read-only'
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return 'damaged'
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'busy'
  if (code === 'EIO' || code.startsWith('SQLITE_IOERR')) return 'disk'
  return null
}

/** What is said when the library could not be opened as it should. */
export const troubleAtStart: Record<Exclude<StorageTrouble, 'damaged'>, string> = {
  newer:
    'This library was made by a newer version of Plumage. Nothing in it was changed. Update Plumage to open it, or choose another library folder.',
  'read-only':
    'Plumage may not write to the library folder. You can look at what is there, but nothing new is saved. Allow writing there, then start Plumage again.',
  full: 'The disk with the library is full. You can look at what is there, but nothing new is saved. Free some space, then start Plumage again.',
  busy: 'Another program keeps the library locked. You can look at what is there, but nothing new is saved. Close the other program, then start Plumage again.',
  disk: 'The disk with the library reports errors. You can look at what is there, but nothing new is saved. Check the disk, then start Plumage again.',
}

/** Gives an error of the storage its code and sentence; anything else comes back as it is. */
export function explainStorage(error: unknown): unknown {
  if (error instanceof AppError) return error
  const options = { cause: error }
  switch (storageTrouble(error)) {
    case 'full':
      return new AppError(
        'disk-full',
        'The disk with the library is full, so this was not saved. Nothing already saved is lost. Free some space and try again.',
        options,
      )
    case 'read-only':
      return new AppError('library-read-only', troubleAtStart['read-only'], options)
    case 'damaged':
      return new AppError(
        'library-damaged',
        'The library file is damaged. Start Plumage again: it keeps the damaged file aside and begins a new library.',
        options,
      )
    case 'newer':
      return new AppError('library-newer', troubleAtStart.newer, options)
    case 'busy':
      return new AppError(
        'conflict',
        'Another program is writing to the library right now. Try again in a moment.',
        options,
      )
    case 'disk':
      return new AppError(
        'library-read-only',
        'The disk with the library reported an error, so this was not saved. Check the disk.',
        options,
      )
    case null:
      break
  }
  return error
}
