import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, type Failure } from '../contract/failure.ts'
import type { Log } from '../service/log.ts'
import { makeFolder } from '../service/make-folder.ts'

export const maxUploadBytes = 512 * 1024 * 1024

/** Writes the body of a request to a file, all of it or nothing. Answers null, or what went wrong. */
export async function takeUpload(
  request: Request,
  file: string,
  log: Log,
  maxBytes = maxUploadBytes,
): Promise<{ status: number; failure: Failure } | null> {
  const temporary = `${file}.${process.pid}.part`
  try {
    if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
    makeFolder(dirname(file))
    const body = Readable.from((request.body ?? []) as AsyncIterable<Uint8Array>)
    await pipeline(body, countBytes(maxBytes), createWriteStream(temporary, { flags: 'w', mode: 0o600 }))
    await rename(temporary, file)
    return null
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    const known = explain(error)
    log.error('upload-failed', { code: known.code, ref: known.ref, error })
    return { status: statusOf(known), failure: known.toFailure() }
  }
}

function countBytes(maxBytes: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    'bad-image',
    `This file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB, too large for a picture.`,
  )
}

function explain(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk-full', 'The disk is full, so the picture could not be added. Make room and add it again.')
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new AppError(
      'library-read-only',
      'The library folder cannot be written to, so the picture could not be added.',
    )
  }
  return new AppError('internal', 'The picture could not be added. The log says more under the reference.')
}

function statusOf({ code }: AppError): number {
  if (code === 'bad-image') return 413
  if (code === 'disk-full') return 507
  return code === 'library-read-only' ? 403 : 500
}
