import { glob, readFile } from 'node:fs/promises'
import { findViolations, importsOf } from './check.ts'
import { freeRooms, places } from './table.ts'

const rooms = ['models/{numerics,emu,runtime}', 'electron', 'renderer']
const paths = await Array.fromAsync(glob(rooms.map((room) => `${room}/**/*.{ts,tsx,mts,mjs}`)))
const files = await Promise.all(
  paths.map(async (path) => ({ path, imports: importsOf(path, await readFile(path, 'utf8')) })),
)
const violations = findViolations(files, places, freeRooms)
for (const line of violations) console.error(line)
console.log(`${files.length} files, ${violations.length} imports across a boundary that is closed`)
process.exitCode = violations.length ? 1 : 0
