import type { Recipe } from '../contract/recipe.ts'
import { MalformedError } from './limits.ts'

/** Names our property wherever it is written; other programs may give it another prefix. */
const namespace = 'urn:plumage:recipe/1.0/'

/**
 * An XMP packet that says nothing but the recipe, as JSON that a person can read. Only ASCII: libvips takes the bytes of
 * a PNG's XMP for Latin-1 and writes them as UTF-8 once more.
 */
export function toXmp(recipe: Recipe): string {
  const property = `<plumage:recipe>${toXml(JSON.stringify(recipe))}</plumage:recipe>`
  return toPacket(describing(`xmlns:plumage="${namespace}"`, property))
}

const [packetStart, packetEnd] = ['<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="r"?>']
const toPacket = (meta: string) => packetStart + meta + packetEnd

/** A packet of ours in two: what does not fit in one place, and a packet that names it by its digest. */
export function splitXmp(xmp: string): { extension: string; toMain: (digest: string) => string } {
  return {
    extension: xmp.slice(packetStart.length, -packetEnd.length),
    toMain: (digest) =>
      toPacket(describing(`xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${digest}"`, '')),
  }
}

const describing = (attributes: string, properties: string) =>
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  `<rdf:Description rdf:about="" ${attributes}>${properties}</rdf:Description></rdf:RDF></x:xmpmeta>`

const toXml = (json: string) =>
  json
    .replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/** The JSON of our property in an XMP packet, written as an element or as an attribute; null when it is not there. */
export function findRecipeJson(xmp: string): string | null {
  const prefix = prefixOf(xmp)
  if (prefix === null) return null
  const name = `${prefix}:recipe`
  return findElement(xmp, name) ?? findAttribute(xmp, name)
}

/** xmlns:prefix="namespace" */
function prefixOf(xmp: string): string | null {
  const at = xmp.indexOf(namespace)
  if (at === -1) return null
  const before = xmp.slice(Math.max(0, at - 100), at)
  return /xmlns:([\w.-]+)\s*=\s*["']$/.exec(before)?.[1] ?? null
}

function findElement(xmp: string, name: string): string | null {
  const open = xmp.indexOf(`<${name}>`)
  if (open === -1) return null
  const start = open + name.length + 2
  const end = xmp.indexOf(`</${name}>`, start)
  if (end === -1) throw new MalformedError('The recipe in this picture is not whole: its end is missing.')
  return fromXml(xmp.slice(start, end))
}

function findAttribute(xmp: string, name: string): string | null {
  for (const mark of ['"', "'"]) {
    const open = xmp.indexOf(`${name}=${mark}`)
    if (open === -1) continue
    const start = open + name.length + 2
    const end = xmp.indexOf(mark, start)
    if (end === -1) throw new MalformedError('The recipe in this picture is not whole: its end is missing.')
    return fromXml(xmp.slice(start, end))
  }
  return null
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function fromXml(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{1,8});/gi, (_, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? badEntity()
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : badEntity()
  })
}

function badEntity(): never {
  throw new MalformedError('The recipe in this picture is written in a way Plumage does not know.')
}
