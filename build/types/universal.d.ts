// The few globals that Node and browsers share, for rooms that run in both and are given the types of neither.

declare const crypto: { randomUUID(): `${string}-${string}-${string}-${string}-${string}` }

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: ArrayBufferView | ArrayBufferLike): string
}

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}
