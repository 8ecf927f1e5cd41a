import { readdirSync, readFileSync, statSync } from 'node:fs'
import { release, version } from 'node:os'
import { delimiter, join } from 'node:path'

type Env = Record<string, string | undefined>

const icdFolders = ['/usr/local/share/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d']

/**
 * What stands for the version of the graphics driver, as far as it can be known without native code: it must change when
 * the driver does, or an old verdict would be believed.
 *
 * Linux    the kernel's release (open drivers are part of it), what NVIDIA's module says of itself, and of each Vulkan
 *          driver its manifest's name with size and time of change, since package managers write both anew.
 * Others   the system's release and build: Windows and macOS deliver drivers as updates of their own, Windows not
 *          always. There a driver installed by hand is noticed with the next system update or `plumage devices --probe`.
 */
export function readDriverVersion(env: Env = process.env, platform: string = process.platform): string {
  if (platform !== 'linux') return `${platform} ${release()} ${version()}`
  const nvidia = readText('/proc/driver/nvidia/version').match(/Kernel Module\s+(?:for \S+\s+)?(\S+)/)?.[1]
  const named = env['VK_DRIVER_FILES'] || env['VK_ICD_FILENAMES']
  const manifests = named ? named.split(delimiter) : icdFolders.flatMap(listManifests)
  const parts = [`linux ${release()}`, nvidia && `nvidia ${nvidia}`, ...manifests.map(describeFile)]
  return parts.filter(Boolean).join('; ')
}

function describeFile(file: string): string | null {
  try {
    const { size, mtimeMs } = statSync(file)
    return `${file} ${size} ${Math.floor(mtimeMs)}`
  } catch {
    return null
  }
}

function listManifests(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
