/** What a picture file carries beside its pixels that a recipe may be in. */
export interface Carried {
  /** PNG's texts, by their keyword. */
  texts: ReadonlyMap<string, string>
  /** XMP packets, and what extends them. */
  xmp: readonly string[]
  /** Exif without any header: it begins with its byte order. */
  exif: Uint8Array | null
}

/** What is written into a picture file. */
export interface ToCarry {
  xmp: string
  /** For other programs, in the form they share. */
  parameters: string
}

/** Keywords of PNG texts that may hold a recipe; no other text is unpacked. */
export const textKeywords = {
  xmp: 'XML:com.adobe.xmp',
  parameters: 'parameters',
  comfyPrompt: 'prompt',
  comfyWorkflow: 'workflow',
  invoke: 'invokeai_metadata',
  invokeOld: 'sd-metadata',
  dream: 'Dream',
} as const
