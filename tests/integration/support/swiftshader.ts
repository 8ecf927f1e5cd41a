import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { Complaint } from '../../../build/complaint.ts'
import { resolveElectron } from '../../../build/electron-runtime/resolve.ts'

export type SwiftShader =
  | { readonly env: Record<string, string>; readonly missing: null }
  | { readonly env: null; readonly missing: string }

/**
 * The graphics driver in software that lies in every Electron, for processes started with this environment: a GPU's code
 * path without a GPU. The Vulkan loader beside it is named too, as most servers have none.
 */
export async function findSwiftShader(): Promise<SwiftShader> {
  if (process.platform !== 'linux') return { env: null, missing: 'SwiftShader is only looked for on Linux' }
  try {
    const folder = dirname(await resolveElectron())
    const driver = join(folder, 'vk_swiftshader_icd.json')
    if (!existsSync(driver)) return { env: null, missing: `there is no SwiftShader in ${folder}` }
    const libraries = [folder, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter)
    return { env: { VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: libraries, XDG_RUNTIME_DIR: tmpdir() }, missing: null }
  } catch (error) {
    if (error instanceof Complaint) return { env: null, missing: error.message }
    throw error
  }
}
