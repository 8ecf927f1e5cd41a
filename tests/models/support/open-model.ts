import { afterAll } from 'vitest'
import { openModel } from '../../../models/emu/model.ts'
import type { Model, ModelOptions } from '../../../models/emu/model.ts'
import { nanoFolder } from './nano.ts'
import { writeTinyPack } from './tiny-pack.ts'

/** The tiny pack, on one thread, open until the tests of the file that asked are over. */
export async function openTiny(): Promise<Model> {
  const pack = await writeTinyPack()
  const model = await openModel(pack.folder, { device: 'cpu', threads: 1 })
  afterAll(async () => {
    await model[Symbol.asyncDispose]()
    await pack[Symbol.asyncDispose]()
  })
  return model
}

/** The embedded pack, open until the tests of the file that asked are over. */
export async function openNano(memory: NonNullable<ModelOptions['memory']> = {}): Promise<Model> {
  const model = await openModel(nanoFolder, { device: 'cpu', memory })
  afterAll(() => model[Symbol.asyncDispose]())
  return model
}
