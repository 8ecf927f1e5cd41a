/** What ComfyUI's SaveImage writes: the graph that was run, ids to nodes. */
const clip = ['4', 1]
const graph = {
  3: {
    class_type: 'KSampler',
    inputs: {
      seed: 0,
      steps: 20,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
    _meta: { title: 'KSampler' },
  },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'v1-5-pruned.safetensors' } },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 768, batch_size: 1 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a fox in a meadow', clip } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'blurry, ugly', clip } },
  8: { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  9: { class_type: 'SaveImage', inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] } },
}

/** The largest seed it draws is more than a number of JavaScript holds. */
export const simplePrompt = JSON.stringify(graph).replace('"seed":0', '"seed":18446744073709551615')

const noise = { seed: ['20', 0], steps: ['21', 0], cfg: 5.5 }
/** Two passes, a control net, a lora, a reroute; seed, steps and half of the words come from nodes of their own. */
export const hiresPrompt = JSON.stringify({
  10: { ...graph[3], inputs: { ...graph[3].inputs, latent_image: ['11', 0], seed: 1, steps: 9, cfg: 1 } },
  11: { class_type: 'LatentUpscale', inputs: { samples: ['3', 0], width: 2048, height: 2048, crop: 'disabled' } },
  ...graph,
  3: {
    ...graph[3],
    inputs: {
      ...graph[3].inputs,
      ...noise,
      model: ['12', 0],
      positive: ['13', 0],
      negative: ['13', 1],
      latent_image: ['14', 0],
    },
  },
  12: { class_type: 'LoraLoader', inputs: { lora_name: 'x', strength_model: 1, model: ['4', 0], clip: ['4', 1] } },
  13: {
    class_type: 'ControlNetApplyAdvanced',
    inputs: { strength: 1, positive: ['15', 0], negative: ['7', 0], control_net: ['16', 0], image: ['17', 0] },
  },
  14: { class_type: 'Reroute', inputs: { '': ['5', 0] } },
  15: { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['18', 0], conditioning_2: ['19', 0] } },
  18: { class_type: 'CLIPTextEncode', inputs: { text: ['22', 0], clip } },
  19: { class_type: 'CLIPTextEncode', inputs: { text: 'watercolour', clip } },
  20: { class_type: 'Seed (rgthree)', inputs: { seed: 7 } },
  21: { class_type: 'PrimitiveInt', inputs: { value: 30 } },
  22: { class_type: 'PrimitiveStringMultiline', inputs: { value: 'a fox' } },
})

export const fluxPrompt = JSON.stringify({
  1: {
    class_type: 'SamplerCustomAdvanced',
    inputs: { noise: ['2', 0], guider: ['3', 0], sampler: ['4', 0], sigmas: ['5', 0], latent_image: ['6', 0] },
  },
  2: { class_type: 'RandomNoise', inputs: { noise_seed: 99 } },
  3: { class_type: 'BasicGuider', inputs: { model: ['7', 0], conditioning: ['8', 0] } },
  4: { class_type: 'KSamplerSelect', inputs: { sampler_name: 'dpmpp_2m' } },
  5: { class_type: 'SplitSigmas', inputs: { sigmas: ['11', 0], step: 12 } },
  6: { class_type: 'EmptySD3LatentImage', inputs: { width: 1024, height: 1024, batch_size: 1 } },
  7: { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' } },
  8: { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['9', 0] } },
  9: {
    class_type: 'CLIPTextEncodeFlux',
    inputs: { t5xxl: 'a fox, long words', clip_l: 'a fox, tags', guidance: 1, clip: ['10', 0] },
  },
  10: { class_type: 'DualCLIPLoader', inputs: { clip_name1: 'a', clip_name2: 'b', type: 'flux' } },
  11: { class_type: 'BasicScheduler', inputs: { scheduler: 'simple', steps: 28, denoise: 1, model: ['7', 0] } },
})

const node = (id: number, type: string, widgets: unknown[], inputs: [string, number][] = [], mode = 0) => ({
  id,
  type,
  mode,
  pos: [0, 0],
  inputs: inputs.map(([name, link]) => ({ name, type: '*', link })),
  widgets_values: widgets,
})

/** What stands in the editor: nodes with values that have an order and no names, and links with ids of their own. */
export const simpleWorkflow = JSON.stringify({
  last_node_id: 9,
  nodes: [
    node(
      3,
      'KSampler',
      [42, 'randomize', 20, 8, 'euler', 'normal', 1],
      [
        ['model', 1],
        ['positive', 4],
        ['negative', 6],
        ['latent_image', 2],
      ],
    ),
    node(4, 'CheckpointLoaderSimple', ['v1-5-pruned.safetensors']),
    node(5, 'EmptyLatentImage', [512, 768, 1]),
    node(6, 'CLIPTextEncode', ['a fox on the beach'], [['clip', 3]]),
    node(7, 'CLIPTextEncode', ['blurry, ugly'], [['clip', 5]]),
    node(30, 'CLIPTextEncode', ['switched off'], [], 4),
    { id: 31, type: 'Note', widgets_values: null },
  ],
  links: [
    [1, 4, 0, 3, 0, 'MODEL'],
    [2, 5, 0, 3, 3, 'LATENT'],
    [3, 4, 1, 6, 0, 'CLIP'],
    { id: 4, origin_id: 6, origin_slot: 0, target_id: 3, target_slot: 1, type: 'CONDITIONING' },
    [5, 4, 1, 7, 0, 'CLIP'],
    [6, 7, 0, 3, 2, 'CONDITIONING'],
    'no link',
  ],
  version: 0.4,
})
