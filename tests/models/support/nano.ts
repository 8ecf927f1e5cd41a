import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import type { RgbImage } from '../../../models/numerics/rgb-image.ts'
import { parseSafetensors } from '../../../models/numerics/safetensors.ts'
import type { PromptPart } from '../../../models/emu/prompt/parts.ts'

/** The embedded pack, and what PyTorch computed with its weights (models/workshop/fixtures.py says how). */
export const nanoFolder = fileURLToPath(new URL('../../../models/packs/nano', import.meta.url))
const fixtures = new URL('../../fixtures/nano/', import.meta.url)

type Part = { readonly text: string } | { readonly picture: string }
type Mode = 'parallel' | 'autoregressive'

export interface PromptCase {
  readonly name: string
  readonly parts: readonly Part[]
  readonly ids: readonly number[]
  readonly hidden: string
  readonly embeds: Readonly<Record<Mode, string>>
  readonly base: string
  readonly baseStride: number
  readonly pictures: readonly {
    seed: number
    steps: number
    guidance: number
    file: string
    tensor: string
    stride: number
  }[]
}

export interface TextCase {
  readonly name: string
  readonly template: string
  readonly parts: readonly Part[]
  readonly ids: readonly number[]
  readonly said: readonly number[]
  readonly told: string
  readonly margin: number
}

export interface Reference {
  readonly pack: { readonly sha256: string }
  readonly tokenizer: readonly { text: string; ids: readonly number[]; withControl: readonly number[] }[]
  readonly noise: {
    readonly normals: Readonly<Record<string, string>>
    readonly uniforms: Readonly<Record<string, string>>
  }
  readonly resize: readonly { picture: string; width: number; height: number; tensor: string; stride: number }[]
  readonly vision: readonly { picture: string; tensor: string }[]
  readonly prompts: readonly PromptCase[]
  readonly storyboard: PromptCase & { readonly said: readonly number[]; readonly told: string }
  readonly text: readonly TextCase[]
}

export async function readReference() {
  const cases = JSON.parse(await readFile(new URL('reference.json', fixtures), 'utf8')) as Reference
  const tensors = parseSafetensors(await readFile(new URL('reference.safetensors', fixtures)))
  const tensor = (name: string): Float32Array => {
    const found = tensors.get(name)
    if (!found) throw new Error(`reference.safetensors has no ${name}`)
    return found.values
  }
  return { cases, tensor }
}

export async function readPicture(name: string): Promise<RgbImage> {
  const { data, info } = await sharp(fileURLToPath(new URL(name, fixtures)))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgb: new Uint8Array(data) }
}

export async function readParts(parts: readonly Part[]): Promise<PromptPart[]> {
  return Promise.all(
    parts.map(async (part): Promise<PromptPart> =>
      'text' in part ? { type: 'text', text: part.text } : { type: 'image', image: await readPicture(part.picture) },
    ),
  )
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}

export function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!)
  return sum / a.length
}
