import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Facts about an event. Never a prompt, a caption or a picture: people send logs to other people. */
export type LogFields = Record<string, unknown>

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export interface LogFile extends Log {
  readonly file: string
  close(): void
}

const maxSizeBytes = 4 * 1024 * 1024
const kept = 3
const maxFieldCharacters = 4000

/**
 * Opens a log of JSON lines, one file per process, rotated to `.1`, `.2`, `.3`. Each line is written before the call
 * returns, so the last words before a crash are on disk. A log that cannot be written never stops the work.
 */
export function openLog(file: string, { sizeBytes = maxSizeBytes, now = Date.now } = {}): LogFile {
  let fd: number | null = null
  let written = 0
  const open = () => {
    mkdirSync(dirname(file), { recursive: true })
    fd = openSync(file, 'a', 0o600)
    written = fstatSync(fd).size
  }
  const write = (level: string, event: string, fields: LogFields = {}) => {
    const line = Buffer.from(
      `${toLine({ time: new Date(now()).toISOString(), level, pid: process.pid, event, ...fields })}\n`,
    )
    try {
      if (fd === null) open()
      if (fd !== null && written > 0 && written + line.length > sizeBytes) {
        closeSync(fd)
        rotate(file)
        open()
      }
      if (fd !== null) written += writeSync(fd, line)
    } catch {
      // a full disk or a missing folder: the next line tries again
    }
  }
  return {
    file,
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    close() {
      if (fd !== null) closeSync(fd)
      fd = null
    },
  }
}

/** For code that has no file to write to. */
export const silentLog: Log = { info() {}, warn() {}, error() {} }

function rotate(file: string): void {
  for (let n = kept - 1; n >= 0; n--) {
    try {
      renameSync(n === 0 ? file : `${file}.${n}`, `${file}.${n + 1}`)
    } catch {
      // not that many yet
    }
  }
}

function toLine(fields: LogFields): string {
  try {
    return JSON.stringify(fields, (_key, value: unknown) => {
      if (value instanceof Error) return describeError(value)
      if (typeof value === 'bigint') return String(value)
      if (typeof value === 'string' && value.length > maxFieldCharacters)
        return `${value.slice(0, maxFieldCharacters)}…`
      return value
    })
  } catch {
    return JSON.stringify({ event: fields['event'], problem: 'fields could not be written' })
  }
}

function describeError(error: Error): LogFields {
  const { name, message, stack, cause } = error
  return { name, message, code: 'code' in error ? error.code : undefined, stack, cause }
}
