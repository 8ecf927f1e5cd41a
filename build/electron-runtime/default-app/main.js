// What Electron's own default app does when it is given a folder, in short. An ES module that awaits the import, since
// otherwise `ready` fires before the app's main module could register its schemes.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const given = process.argv.slice(1)
const preloads = []
let folder = resolve('.')
for (let argument = given.shift(); argument !== undefined; argument = given.shift()) {
  if (argument === '-r' || argument === '--require') preloads.push(resolve(given.shift() ?? ''))
  else if (!argument.startsWith('-')) {
    folder = resolve(argument)
    break
  }
}
/** @type {{ name: string, productName?: string, version: string, main: string }} */
const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

process.defaultApp = true
// a test driver comes in here: it holds `ready` back until it listens, or it would miss windows
for (const preload of preloads) createRequire(import.meta.url)(preload)
app.setName(productName ?? name)
app.setVersion(version)
app.setAppPath(folder)
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), app.getName()))

await import(pathToFileURL(join(folder, main)).href)
