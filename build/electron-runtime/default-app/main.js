// What Electron's own default app does when it is given a folder, in short. An ES module that awaits the import, since
// otherwise `ready` fires before the app's main module could register its schemes.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.')
/** @type {{ name: string, productName?: string, version: string, main: string }} */
const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

process.defaultApp = true
app.setName(productName ?? name)
app.setVersion(version)
app.setAppPath(folder)
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), app.getName()))

await import(pathToFileURL(join(folder, main)).href)
