// The few globals that Node and browsers share, for models/numerics, which is given the types of neither.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: ArrayBufferView | ArrayBufferLike): string
}

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}
