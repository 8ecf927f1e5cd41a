// Draws every icon that exists in all three sets as 128 x 128 RGBA, straight alpha, into out/icons.rgba
// (icon by icon, in each the three styles) and writes their names and categories to out/icons.json.
// A fourth set, old Noto, is drawn into out/apart.rgba: a style that is never trained on, to be tested with.
import fs from 'node:fs'
import sharp from 'sharp'

const styles = ['noto', 'fluent-emoji-flat', 'twemoji']
const apart = 'noto-v1'
const side = 128
const skipped = /skin-tone|flag|keycap|button|o-clock|oclock|clock-face|-thirty/
const skippedCategories = new Set(['Flags', 'People & Body'])

const read = (file) => JSON.parse(fs.readFileSync(new URL(`node_modules/@iconify-json/${file}`, import.meta.url), 'utf8'))
const sets = styles.map((style) => read(`${style}/icons.json`))
const categories = read('noto/metadata.json').categories

/** One icon of one set as raw RGBA, drawn at twice the size and reduced, so that edges are smooth. */
async function rasterise(set, name) {
  const icon = set.icons[name]
  const width = icon.width ?? set.width ?? 16
  const height = icon.height ?? set.height ?? 16
  const box = `${icon.left ?? 0} ${icon.top ?? 0} ${width} ${height}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${box}" width="${side * 2}" height="${side * 2}">${icon.body}</svg>`
  return sharp(Buffer.from(svg)).resize(side, side).ensureAlpha().raw().toBuffer()
}

const icons = []
const pixels = []
for (const [category, names] of Object.entries(categories)) {
  if (skippedCategories.has(category)) continue
  for (const name of names) {
    if (skipped.test(name) || !sets.every((set) => set.icons[name])) continue
    const drawn = await Promise.all(sets.map((set) => rasterise(set, name)))
    if (drawn.some((raw) => raw.length !== side * side * 4)) continue
    icons.push({ name, category })
    pixels.push(...drawn)
  }
}
const out = new URL('out/', import.meta.url)
fs.mkdirSync(out, { recursive: true })
fs.writeFileSync(new URL('icons.rgba', out), Buffer.concat(pixels))
const apartSet = read(`${apart}/icons.json`)
const apartNames = icons.map(({ name }) => name).filter((name) => apartSet.icons[name])
const apartDrawn = await Promise.all(apartNames.map((name) => rasterise(apartSet, name)))
fs.writeFileSync(new URL('apart.rgba', out), Buffer.concat(apartDrawn))
fs.writeFileSync(new URL('icons.json', out), JSON.stringify({ side, styles, icons, apart: apartNames }))
console.log(`${icons.length} icons in ${styles.length} styles, ${apartNames.length} in a style kept apart`)
