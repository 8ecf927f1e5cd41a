import { z } from 'zod'

const size = z.int().positive()
const id = z.int().nonnegative()
const triple = z.tuple([z.number(), z.number(), z.number()])
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A file of the pack, always with forward slashes; nothing that could lead out of the folder. */
const PackPath = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (path) =>
      !/^([/\\]|[A-Za-z]:)|\\|\0/.test(path) &&
      path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    { error: 'is not a path inside the pack' },
  )

const Scheduler = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('flow-matching-euler'), shift: z.number().positive() }),
  z.strictObject({
    type: z.literal('euler-discrete'),
    trainSteps: size,
    betaStart: z.number().positive(),
    betaEnd: z.number().positive(),
    stepsOffset: id,
  }),
])
export type Scheduler = z.infer<typeof Scheduler>

const Mode = z.enum(['parallel', 'autoregressive'])
export type RegressionMode = z.infer<typeof Mode>

/** Boxes going in as drawings and coming out as coordinates; absent in packs that were not taught either. */
const Grounding = z.strictObject({
  grounding: id,
  phrase: id,
  phraseEnd: id,
  object: id,
  objectEnd: id,
  objectDelimiter: id,
  /** `patches` coordinate tokens from this id on. */
  firstPatch: id,
  patches: size,
  /** The coordinate that stands for the right or lower edge of a picture. */
  coordinateScale: size,
  /** Thickness of the outline of a drawn box, in pixels of the encoder's picture. */
  boxLinePx: z.int().min(1).max(3),
})
export type Grounding = z.infer<typeof Grounding>

/** A conversation: `start`, then turn after turn (`{turn}` is what was said), then `open`, behind which the answer comes. */
const Chat = z.strictObject({
  start: z.string(),
  user: z.string().includes('{turn}'),
  assistant: z.string().includes('{turn}'),
  open: z.string(),
  /** What stands instead of the two where boxes are wanted in the answer. */
  grounded: z.strictObject({ start: z.string(), open: z.string() }).optional(),
})
export type Chat = z.infer<typeof Chat>

/** pack.json, format 1. models/packs/README.md says what each field means. */
export const PackManifest = z
  .strictObject({
    format: z.literal(1),
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
    name: z.string().min(1),
    version: z.string().min(1),
    description: z.string(),
    family: z.enum(['emu', 'emu2']),
    licence: z.strictObject({ name: z.string(), file: PackPath, notices: PackPath.optional() }),
    provenance: z.strictObject({ source: z.string(), data: z.string(), recipe: z.string(), createdAt: z.string() }),
    card: PackPath,
    vision: z.strictObject({
      imageSize: size,
      mean: triple,
      std: triple,
      width: size,
      tokensPerImage: size,
      tokensPerFrame: size,
    }),
    language: z.strictObject({
      hiddenSize: size,
      layers: size,
      heads: size,
      headDim: size,
      vocabSize: size,
      maxPositions: size,
      slotEmbeddings: z.boolean(),
    }),
    tokens: z.strictObject({
      bos: id,
      eos: id,
      pad: id,
      boi: id,
      eoi: id,
      image: id,
      frame: id,
      user: id.optional(),
      assistant: id.optional(),
      video: id.optional(),
    }),
    grounding: Grounding.optional(),
    tokenizer: z.strictObject({ file: PackPath, behaviour: z.enum(['fast', 'llama-legacy']) }),
    regression: z.strictObject({ modes: z.array(Mode).min(1), default: Mode }),
    decoder: z.strictObject({
      width: size,
      height: size,
      channels: size,
      latentScale: size,
      latentChannels: size,
      scalingFactor: z.number().positive(),
      conditioning: z.enum(['embeddings', 'embeddings+size']),
      scheduler: Scheduler,
      steps: size,
      guidance: z.number().positive(),
    }),
    constants: PackPath,
    templates: z.strictObject({
      caption: z.string(),
      ask: z.string(),
      complete: z.string().optional(),
      chat: Chat.optional(),
    }),
    knows: PackPath.optional(),
    graphs: z.strictObject({
      vision_encoder: PackPath,
      project_up: PackPath,
      embed_tokens: PackPath,
      decoder_with_past: PackPath,
      lm_head: PackPath,
      regress: PackPath,
      decoder_base: PackPath.optional(),
      unet: PackPath,
      vae_decoder: PackPath.optional(),
      vae_encoder: PackPath.optional(),
    }),
    files: z.array(z.strictObject({ path: PackPath, bytes: z.int().nonnegative(), sha256 })),
  })
  .superRefine(checkWholeness)
export type PackManifest = z.infer<typeof PackManifest>
export type GraphName = keyof PackManifest['graphs']

/** What one field alone cannot say: every file that is named is hashed, and the numbers fit each other. */
function checkWholeness(manifest: z.infer<typeof PackManifest>, context: z.RefinementCtx): void {
  const object = (message: string) => context.addIssue({ code: 'custom', message })
  const listed = new Set(manifest.files.map((file) => file.path))
  if (listed.size !== manifest.files.length) object('files names a file twice')
  const { licence, card, tokenizer, constants, knows, graphs } = manifest
  for (const path of [
    licence.file,
    licence.notices,
    card,
    tokenizer.file,
    constants,
    knows,
    ...Object.values(graphs),
  ]) {
    if (path !== undefined && !listed.has(path)) object(`${path} is used but files does not list it`)
  }
  if (!manifest.regression.modes.includes(manifest.regression.default))
    object('regression.default is not among its modes')
  const { width, height, latentScale, latentChannels, channels } = manifest.decoder
  if (width % latentScale !== 0 || height % latentScale !== 0)
    object('decoder width and height are no multiples of latentScale')
  if (channels !== 3) object('decoder.channels is not 3')
  if (!graphs.vae_decoder && (latentScale !== 1 || latentChannels !== channels))
    object('a latent decoder needs the graph vae_decoder')
  if (graphs.vae_encoder && !graphs.vae_decoder) object('vae_encoder is there but no vae_decoder')
  const { tokensPerImage: N, tokensPerFrame: n } = manifest.vision
  if (n !== N && poolingStride(N, n) === null)
    object(
      `a picture's ${N} embeddings cannot be averaged to ${n} for a frame: both must be squares, one inside the other`,
    )
  const { grounding } = manifest
  if (grounding && grounding.coordinateScale >= grounding.patches)
    object('grounding.coordinateScale is beyond its patches')
  for (const [name, token] of namedTokens(manifest))
    if (token >= manifest.language.vocabSize) return object(`${name} is beyond the vocabulary`)
}

/** Every control token that pack.json names, as `tokens.eos` or `grounding.phrase`. */
export function namedTokens({
  tokens,
  grounding,
}: Pick<z.infer<typeof PackManifest>, 'tokens' | 'grounding'>): [string, number][] {
  const named = Object.entries(tokens).flatMap(([name, token]): [string, number][] =>
    token === undefined ? [] : [[`tokens.${name}`, token]],
  )
  if (!grounding) return named
  const { patches, firstPatch, coordinateScale: _, boxLinePx: __, ...single } = grounding
  const boxes = Object.entries(single).map(([name, token]): [string, number] => [`grounding.${name}`, token])
  return [
    ...named,
    ...boxes,
    ['grounding.firstPatch', firstPatch],
    ['the last of grounding.patches', firstPatch + patches - 1],
  ]
}

/**
 * The side of the squares of a picture's embeddings that are averaged into one of a frame's, as average-pooling the
 * encoder's patches with the larger stride would do; null where the two grids do not fit into each other.
 */
export function poolingStride(tokensPerImage: number, tokensPerFrame: number): number | null {
  const stride = Math.sqrt(tokensPerImage) / Math.sqrt(tokensPerFrame)
  return Number.isInteger(Math.sqrt(tokensPerImage)) && Number.isInteger(stride) ? stride : null
}
