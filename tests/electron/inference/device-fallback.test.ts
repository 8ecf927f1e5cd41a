import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Progress } from '../../../electron/contract/inference.ts'
import { withFallback } from '../../../electron/inference/device-fallback.ts'
import { ModelError } from '../../../models/emu/model-error.ts'
import { Session } from '../../../models/runtime/session.ts'
import { int64 } from '../../../models/runtime/tensor.ts'
import { writeOnnx } from '../../models/support/onnx.ts'

/** A job that fills memory with as many numbers as it is told to on each device. */
async function fill(
  device: string,
  sizes: Readonly<Record<string, number>>,
): Promise<{ said: Progress[]; on: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'plumage-fallback-'))
  const path = join(folder, 'zeros.onnx')
  const nodes = [{ op: 'ConstantOfShape', inputs: ['shape'], outputs: ['zeros'] }]
  const outputs = { zeros: { type: 'float32', shape: ['n'] } } as const
  await writeFile(path, writeOnnx({ inputs: { shape: { type: 'int64', shape: [1] } }, outputs, constants: {}, nodes }))
  await using session = await Session.open('zeros', path, { device: 'cpu', threads: 1 })
  const said: Progress[] = []
  const report = (progress: Progress) => void said.push(progress)
  try {
    const on = await withFallback(device, report, async (chosen) => {
      await session.run({ shape: int64([sizes[chosen]!], [1]) })
      return chosen
    })
    return { said, on }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

it('goes on on the processor when the device has not enough memory, and says so', async () => {
  expect(await fill('webgpu', { webgpu: 2 ** 46, cpu: 4 })).toEqual({
    on: 'cpu',
    said: [
      {
        type: 'notice',
        sentence: 'The device "webgpu" ran out of memory, so this was done on the processor.',
        beginsAnew: true,
      },
    ],
  })
})

it('says nothing when nothing happens', async () => {
  expect(await fill('webgpu', { webgpu: 4 })).toEqual({ on: 'webgpu', said: [] })
})

it('fails when the processor has not enough memory either', async () => {
  await expect(fill('webgpu', { webgpu: 2 ** 46, cpu: 2 ** 46 })).rejects.toMatchObject({ code: 'out-of-memory' })
  await expect(fill('cpu', { cpu: 2 ** 46 })).rejects.toMatchObject({ code: 'out-of-memory' })
})

it.each(['bad-shape', 'cancelled', 'prompt-too-long'] as const)('does not try again after %s', async (code) => {
  const tried: string[] = []
  const work = (device: string) => {
    tried.push(device)
    return Promise.reject(new ModelError(code, 'Said by the model.'))
  }
  await expect(withFallback('webgpu', () => undefined, work)).rejects.toMatchObject({ code })
  expect(tried).toEqual(['webgpu'])
})
