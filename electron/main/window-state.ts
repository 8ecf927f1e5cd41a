import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) })
export type Bounds = z.infer<typeof Bounds>

const WindowState = z.object({
  bounds: Bounds.nullable().default(null),
  maximized: z.boolean().default(false),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
})
export type WindowState = z.infer<typeof WindowState>

/** Where the window was. A file that cannot be read is as good as none. */
export function readWindowState(file: string): WindowState {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return WindowState.parse({})
  }
}

/** Not worth a word if it fails: the next start opens the window in its usual place. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.part`, JSON.stringify(state))
    renameSync(`${file}.part`, file)
  } catch {
    // see above
  }
}

/** The remembered place, if enough of it is still on a screen to be taken hold of. */
export function placeOn(screens: readonly Bounds[], bounds: Bounds | null): Bounds | null {
  if (!bounds) return null
  const graspable = screens.some((screen) => {
    const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
    const titleBar = bounds.y >= screen.y - 10 && bounds.y < screen.y + screen.height - 40
    return width >= 100 && titleBar
  })
  return graspable ? bounds : null
}
