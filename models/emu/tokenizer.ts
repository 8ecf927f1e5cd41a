import { Tokenizer } from '@huggingface/tokenizers'
import { ModelError } from './model-error.ts'
import { namedTokens } from './pack-manifest.ts'
import type { PackManifest } from './pack-manifest.ts'

/** What a prompt is made of before it becomes ids: control tokens by id, and text, which never turns into one. */
export type Piece = { readonly id: number } | { readonly text: string }

/** What a stretch of the sequence was made of: one control token, or the text between two of them. */
export type Section = { readonly id: number } | { readonly text: string; readonly ids: readonly number[] }

/** Text to ids and back, for one pack. */
export interface PromptTokenizer {
  /** The tokens that steer the model and that no text may produce: slots, sequence ends, roles, boxes. Id to spelling. */
  readonly controls: ReadonlyMap<number, string>
  /** Adjacent texts are read as one, as if they had been typed together. Text that leaves no ids makes no section. */
  split(pieces: readonly Piece[]): Section[]
  /** The ids of `split`, one after another. */
  encode(pieces: readonly Piece[]): number[]
  /** A pack's own text: control tokens in it count. `placeholder` stays in place as null. */
  splitTemplate(template: string, placeholder: string): (Piece | null)[]
  decode(ids: readonly number[]): string
}

interface ControlToken {
  readonly id: number
  readonly eatsLeft: boolean
  readonly eatsRight: boolean
}

/**
 * Builds the tokenizer of a pack from its tokenizer.json.
 *
 * The library splits a text at its added tokens, then encodes what lies between. We do the splitting ourselves and give
 * the library a tokenizer without any added token: `[IMG]` typed by a person is then five ordinary characters.
 *
 * Errors   ModelError 'bad-pack' if the file is no tokenizer, or lacks a control token of the pack.
 * Source   huggingface/tokenizers, AddedVocabulary (split, lstrip, rstrip); emu.md 5.1.
 */
export function createTokenizer(json: unknown, manifest: PackManifest): PromptTokenizer {
  const file = parseTokenizerFile(json, manifest.name)
  const toControl = manifest.tokenizer.behaviour === 'llama-legacy' ? toLegacyControl(manifest) : toControlToken
  const controls = new Map(file.added_tokens.map((token) => [token.content, toControl(token)]))
  const byId = new Map(Array.from(controls.values(), (token) => [token.id, token]))
  const absent = namedTokens(manifest).find(([, id]) => !byId.has(id))
  if (absent)
    throw new ModelError(
      'bad-pack',
      `The tokenizer of ${manifest.name} has no control token with the id of ${absent[0]}.`,
    )
  const reader = openCodec(withoutControls(file, controls))
  const writer = openCodec(file)
  const { vocabSize } = manifest.language
  const encodeText = (text: string): readonly number[] => {
    const { ids } = reader.encode(text, { add_special_tokens: false })
    const unknown = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabSize)
    if (unknown === undefined) return ids
    throw new ModelError(
      'bad-pack',
      `The tokenizer of ${manifest.name} gives a token ${unknown} that the model does not know. Get the pack again.`,
    )
  }
  const split = (pieces: readonly Piece[]) => splitPieces(pieces, byId, encodeText)
  return {
    controls: new Map(Array.from(controls, ([content, { id }]) => [id, content])),
    split,
    encode: (pieces) => split(pieces).flatMap((section) => ('text' in section ? section.ids : section.id)),
    splitTemplate: (template, placeholder) => splitTemplate(template, placeholder, controls),
    decode: (ids) => (ids.length === 0 ? '' : writer.decode([...ids], { clean_up_tokenization_spaces: false })),
  }
}

/** The two calls we make. The library's own types import without extensions, so they are lost under Node's resolution. */
interface TextCodec {
  encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] }
  decode(ids: number[], options: { clean_up_tokenization_spaces: boolean }): string
}

const openCodec = (file: object): TextCodec =>
  new (Tokenizer as unknown as new (file: object, config: object) => TextCodec)(file, {})

interface AddedToken {
  readonly id: number
  readonly content: string
  readonly lstrip?: boolean
  readonly rstrip?: boolean
}

interface TokenizerFile {
  readonly added_tokens: readonly AddedToken[]
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly unk_token?: string | null }
}

const isToken = (token: Partial<AddedToken> | null) => typeof token?.content === 'string' && Number.isInteger(token.id)

/** The library trusts its input, so what we rely on is checked here: added tokens and a vocabulary by text. */
function parseTokenizerFile(json: unknown, pack: string): TokenizerFile {
  const file = json as Partial<TokenizerFile> | null
  const vocabulary: unknown = file?.model?.vocab
  if (
    !Array.isArray(file?.added_tokens) ||
    !file.added_tokens.every(isToken) ||
    typeof vocabulary !== 'object' ||
    Array.isArray(vocabulary)
  ) {
    throw new ModelError('bad-pack', `The tokenizer file of ${pack} is not of the BPE kind this version reads.`)
  }
  return file as TokenizerFile
}

const toControlToken = ({ id, lstrip, rstrip }: AddedToken): ControlToken => ({
  id,
  eatsLeft: lstrip ?? false,
  eatsRight: rstrip ?? false,
})

/**
 * Emu2's own code uses the slow LLaMA tokenizer of transformers 4.31. It strips what touches a control token that was
 * added to it as plain text, whatever the file says, but not what touches LLaMA's own <s> and </s>.
 */
function toLegacyControl({ tokens }: PackManifest): (token: AddedToken) => ControlToken {
  const llamas = new Set([tokens.bos, tokens.eos])
  return ({ id }) => ({ id, eatsLeft: !llamas.has(id), eatsRight: !llamas.has(id) })
}

/** The vocabulary loses its control tokens too: some models look whole words up before they split them. */
function withoutControls(file: TokenizerFile, controls: ReadonlyMap<string, ControlToken>): object {
  const keep = ([text]: [string, number]) => !controls.has(text) || text === file.model.unk_token
  const vocab = Object.fromEntries(Object.entries(file.model.vocab).filter(keep))
  return { ...file, added_tokens: [], model: { ...file.model, vocab } }
}

function splitPieces(
  pieces: readonly Piece[],
  controls: ReadonlyMap<number, ControlToken>,
  encodeText: (text: string) => readonly number[],
): Section[] {
  const sections: Section[] = []
  let text = ''
  let before: ControlToken | undefined
  const flush = (after?: ControlToken) => {
    const kept = before?.eatsRight ? text.trimStart() : text
    const trimmed = after?.eatsLeft ? kept.trimEnd() : kept
    const ids = trimmed === '' ? [] : encodeText(trimmed)
    if (ids.length > 0) sections.push({ text: trimmed, ids })
    text = ''
  }
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text
      continue
    }
    const control = controls.get(piece.id)
    flush(control)
    sections.push({ id: piece.id })
    before = control
  }
  flush()
  return sections
}

function splitTemplate(
  template: string,
  placeholder: string,
  controls: ReadonlyMap<string, ControlToken>,
): (Piece | null)[] {
  const words = [placeholder, ...controls.keys()].toSorted((a, b) => b.length - a.length) // the longest match wins
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  const sections = template.split(new RegExp(`(${escaped.join('|')})`)).filter((section) => section !== '')
  return sections.map((section) => {
    if (section === placeholder) return null
    const control = controls.get(section)
    return control ? { id: control.id } : { text: section }
  })
}
