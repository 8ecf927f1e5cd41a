import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { parseSync } from 'vite'
import type { Place } from './table.ts'

interface Import {
  specifier: string
  /** Nothing of it is left when the types are gone. */
  typeOnly: boolean
}

interface SourceFile {
  path: string
  imports: readonly Import[]
}

/** What a module imports, in the order of the text. Throws if it does not parse. */
export function importsOf(path: string, text: string): Import[] {
  const { module, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path} does not parse: ${errors[0].message}`)
  const stated = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }))
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType }] : [],
    ),
  )
  const atRunTime = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const quoted = /^(['"`])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end))
    return quoted?.[2] ? [{ specifier: quoted[2], typeOnly: false }] : []
  })
  return [...stated, ...passedOn, ...atRunTime]
}

const isRelative = (specifier: string) => specifier.startsWith('.')
const resolve = (path: string, specifier: string) => posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''))
const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

const placeOf = (path: string, places: Record<string, Place>) =>
  Object.keys(places).find((name) => places[name]?.files.some((start) => path.startsWith(start)))

/** Every import that the table does not allow, as a line for a person each. */
export function findViolations(
  files: readonly SourceFile[],
  places: Record<string, Place>,
  freeRooms: readonly string[],
): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return files.flatMap((file) => {
    if (freeRooms.some((room) => file.path.startsWith(room))) return []
    const name = placeOf(file.path, places)
    const place = name === undefined ? undefined : places[name]
    if (name === undefined || !place) return [`${file.path}: belongs to no room of the table`]
    const direct = file.imports.flatMap((entry) => forbidden(file.path, name, place, entry.specifier, places))
    const reached = (place.neverReaches ?? []).flatMap((target) => {
      const chain = chainTo(file, target, byPath)
      return chain ? [`${file.path}: ${name} may never reach ${target}, but ${chain.join(' → ')}`] : []
    })
    return [...direct, ...reached]
  })
}

function forbidden(
  path: string,
  name: string,
  place: Place,
  specifier: string,
  places: Record<string, Place>,
): string[] {
  if (isRelative(specifier)) {
    const target = resolve(path, specifier)
    const to = placeOf(target, places)
    return to === name || (to !== undefined && place.places?.includes(to))
      ? []
      : [`${path}: ${name} may not import ${target}`]
  }
  if (isBuiltin(specifier)) return place.node ? [] : [`${path}: ${name} may not import Node's ${specifier}`]
  return place.packages?.includes(packageOf(specifier))
    ? []
    : [`${path}: ${name} may not import the package ${packageOf(specifier)}`]
}

/** The shortest chain of run-time imports from a file to a package, or null. */
function chainTo(from: SourceFile, target: string, byPath: ReadonlyMap<string, SourceFile>): string[] | null {
  const seen = new Set([from.path])
  const waiting = [{ file: from, chain: [from.path] }]
  for (const { file, chain } of waiting) {
    for (const { specifier, typeOnly } of file.imports) {
      if (typeOnly) continue
      if (!isRelative(specifier)) {
        if (packageOf(specifier) === target) return [...chain, target]
        continue
      }
      const next = byPath.get(resolve(file.path, specifier))
      if (!next || seen.has(next.path)) continue
      seen.add(next.path)
      waiting.push({ file: next, chain: [...chain, next.path] })
    }
  }
  return null
}
