import { ModelError } from '../emu/model-error.ts'

/**
 * How each provider says that it could not get memory: the standard library of this system (bad_alloc, bad allocation,
 * length_error), onnxruntime's arenas, JavaScript's buffers, CUDA with cuBLAS, cuDNN and TensorRT, DirectX by HRESULT
 * E_OUTOFMEMORY, Vulkan, and Dawn, which also has a largest buffer.
 */
const NO_MEMORY = [
  /bad[_ ]alloc|bad array new length|cannot create std::vector larger/i,
  /failed to allocate|unable to allocate|cannot allocate|array buffer allocation failed/i,
  /available memory of \d+ is smaller than requested/i,
  /out[ _]?of[ _]?(host[ _]|device[ _])?memory|insufficient memory/i,
  /(CUBLAS|CUDNN)_STATUS_ALLOC_FAILED/,
  /8007000E/i,
  /exceeds the max(imum)? (buffer size|storage buffer binding size|\w*BufferBindingSize)/i,
]

/** How each provider says that the device went away: reset by the driver, hung and given up, unplugged. */
const DEVICE_LOST = [
  /device (is|was|has been) (lost|removed|reset)|device[ _]lost|lost device/i,
  /887A000[567]|887A0020/i, // DXGI_ERROR_DEVICE_REMOVED, _HUNG, _RESET, DRIVER_INTERNAL_ERROR
  /CUDA_ERROR_(DEINITIALIZED|ILLEGAL_ADDRESS|LAUNCH_FAILED)|unspecified launch failure/i,
]

const says = (cause: unknown, patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(String(cause)))

/** Why a graph could not be opened, as a sentence: no memory, a damaged graph, or a device that does not want it. */
export function toOpenFailure(graph: string, device: string, cause: unknown): ModelError {
  if (cause instanceof ModelError) return cause
  if (says(cause, NO_MEMORY)) return outOfMemory(graph, device, cause)
  if (device === 'cpu') return new ModelError('bad-pack', `The graph ${graph} of this pack cannot be read.`, { cause })
  return unavailable(device, cause)
}

/**
 * Why a graph that was open could not be run. On any device but the processor the device is taken to be at fault: one
 * without float16 opens such a graph and fails in it. If it is the graph after all, the processor will say so.
 */
export function toRunFailure(graph: string, device: string, cause: unknown): ModelError {
  // Asked first: a device that was lost for want of memory is gone all the same.
  if (device !== 'cpu' && says(cause, DEVICE_LOST)) return unavailable(device, cause)
  if (says(cause, NO_MEMORY)) return outOfMemory(graph, device, cause)
  if (device !== 'cpu') return unavailable(device, cause)
  return new ModelError('bad-shape', `The graph ${graph} failed while running. The pack may not fit this version.`, {
    cause,
  })
}

function unavailable(device: string, cause: unknown): ModelError {
  const sentence = `The model cannot run on ${device} here. Choose another device.`
  return new ModelError('device-unavailable', sentence, { cause })
}

function outOfMemory(graph: string, device: string, cause: unknown): ModelError {
  const where = device === 'cpu' ? '' : ` on ${device}`
  const sentence = `There is not enough memory to run ${graph}${where}. Close other programs or use a smaller model.`
  return new ModelError('out-of-memory', sentence, { cause })
}
