import { expect, it } from 'vitest'
import { toOpenFailure, toRunFailure } from '../../../models/runtime/failures.ts'

/** What the providers say, as they say it in their sources and in reports of their users. */
const noMemory = [
  ['cpu', 'std::bad_alloc'],
  ['cpu', 'bad allocation'],
  [
    'cpu',
    'Non-zero status code returned while running MatMul node. Failed to allocate memory for requested buffer of size 17179869184',
  ],
  ['cpu', 'Array buffer allocation failed'],
  ['cuda', 'CUDA failure 2: out of memory ; GPU=0 ; hostname=x ; expr=cudaMalloc((void**)&p, size);'],
  ['cuda', 'Available memory of 1048576 is smaller than requested bytes of 4194304'],
  ['cuda', 'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED'],
  ['tensorrt', 'Cuda Runtime (out of memory)'],
  ['dml', 'Exception(5) tid(1a2c) 8007000E Not enough memory resources are available to complete this operation.'],
  ['webgpu', 'VK_ERROR_OUT_OF_DEVICE_MEMORY'],
  ['webgpu', 'Buffer size (4294967296) exceeds the max buffer size limit (2147483648).'],
] as const

it.each(noMemory)('hears on %s that memory ran out: %s', (device, message) => {
  expect(toRunFailure('unet', device, new Error(message))).toMatchObject({ code: 'out-of-memory' })
  expect(toOpenFailure('unet', device, new Error(message))).toMatchObject({ code: 'out-of-memory' })
})

it.each([
  ['dml', 'Exception(2) tid(44) 887A0006 The GPU will not respond to more commands'],
  ['webgpu', 'A valid external Instance reference no longer exists. Device is lost.'],
  ['webgpu', 'Device was lost: VK_ERROR_DEVICE_LOST, out of memory'],
  ['cuda', 'CUDA failure 719: unspecified launch failure'],
])('hears on %s that the device has gone: %s', (device, message) => {
  expect(toRunFailure('unet', device, new Error(message))).toMatchObject({ code: 'device-unavailable' })
})

it('takes nothing else for these', () => {
  const other = new Error('Got invalid dimensions for input: x for the following indices')
  expect(toRunFailure('unet', 'cpu', other)).toMatchObject({ code: 'bad-shape', cause: other })
  expect(toRunFailure('unet', 'webgpu', other)).toMatchObject({ code: 'device-unavailable', cause: other })
  expect(toOpenFailure('unet', 'cpu', other)).toMatchObject({ code: 'bad-pack' })
  expect(toOpenFailure('unet', 'webgpu', other)).toMatchObject({ code: 'device-unavailable' })
})
