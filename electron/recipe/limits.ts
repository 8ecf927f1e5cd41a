/** What a file may cost to read. A stranger made it, so each bound is checked before the memory is taken. */
export const recipeLimits = {
  /** Of one text in a file, unpacked: a prompt of 512 parts with 20,000 characters each still fits. */
  textBytes: 32 * 2 ** 20,
  /** Of the texts of other programs, unpacked. The largest workflows have a few megabytes. */
  foreignBytes: 16 * 2 ** 20,
  /** Chunks, segments, blocks. A PNG of 256 MB in the smallest usual pieces of 8 KB has 32,768. */
  pieces: 200_000,
  jsonDepth: 64,
  jsonValues: 1_000_000,
  /** Of a ComfyUI graph. */
  nodes: 10_000,
} as const

/** A file, or a text in it, that is not as its form says. The message is a sentence for the person. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
}
