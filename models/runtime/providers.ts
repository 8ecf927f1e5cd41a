import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, availableParallelism, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { listSupportedBackends } from 'onnxruntime-node'
import { ModelError } from '../emu/model-error.ts'

/** Something graphs can run on. `id` is what settings remember. */
export interface Device {
  readonly id: string
  readonly name: string
  readonly usable: boolean
  /** Why, in a sentence. */
  readonly sentence: string
}

const NAMES: Readonly<Record<string, string>> = {
  cpu: 'Processor',
  webgpu: 'Graphics card (WebGPU)',
  dml: 'Graphics card (DirectML)',
  coreml: 'Apple Core ML',
  cuda: 'NVIDIA graphics card (CUDA)',
  tensorrt: 'NVIDIA graphics card (TensorRT)',
}

/**
 * What onnxruntime was built with on this machine; the processor comes first and always works. Nothing is tried here: a
 * driver that crashes would take the process along.
 */
export function listDevices(): Device[] {
  return listSupportedBackends().map(({ name: id, bundled }) => {
    const name = NAMES[id] ?? id
    if (id === 'cpu') return { id, name, usable: true, sentence: 'Works everywhere.' }
    if (bundled || hasProviderLibrary(id)) return { id, name, usable: true, sentence: 'Included, and not tried yet.' }
    return { id, name, usable: false, sentence: 'Not included in this installation.' }
  })
}

/** CUDA and TensorRT are libraries of their own, which a person may put beside the runtime's; it does not say so itself. */
function hasProviderLibrary(id: string): boolean {
  const bin = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')), '../bin')
  const file = platform() === 'win32' ? `onnxruntime_providers_${id}.dll` : `libonnxruntime_providers_${id}.so`
  return readdirSync(bin).some((napi) => existsSync(join(bin, napi, platform(), arch(), file)))
}

/**
 * What a device cannot run falls back to the processor, node by node; a device that is unknown here must not, unasked,
 * which is what the runtime would do.
 *
 * Errors   ModelError 'device-unavailable'.
 */
export function toProviders(device: string): string[] {
  if (!listSupportedBackends().some(({ name }) => name === device)) {
    throw new ModelError('device-unavailable', `This computer has no device ${device}. Choose another device.`)
  }
  return device === 'cpu' ? ['cpu'] : [device, 'cpu']
}

const MOST_THREADS = 16

/**
 * Threads within one operator: one per physical core, which x86 counts twice; more only wait for each other. The number
 * is fixed by the machine, not by its load, because how a sum is split among threads can change its last bit.
 */
export function defaultThreads(): number {
  const logical = availableParallelism()
  const physical = arch() === 'x64' && logical > 4 ? Math.floor(logical / 2) : logical
  return Math.min(physical, MOST_THREADS)
}
