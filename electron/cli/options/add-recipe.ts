import type { Command } from 'commander'
import type { RecipeOptions } from '../commands/recipe.ts'
import type { StripOptions } from '../commands/strip.ts'
import * as help from '../help.ts'
import type { Terminal } from '../terminal.ts'
import { addRunOptions, helpful, readId, readName } from './add-common.ts'
import { addOutputForm } from './add-drawing.ts'

/** `plumage recipe` */
export function addRecipe(program: Command, terminal: Terminal): void {
  const command = program.command('recipe').description(help.recipe).argument('<picture>', 'a PNG, JPEG or WebP')
  const images: string[] = []
  command
    .option('--again', 'make the picture again')
    .option('-i, --image <file>', 'a picture it was made from, if the library does not have it', (file: string) => {
      images.push(readName(file))
    })
    .option('--device <id>', 'the device to compute on; that of the recipe if left out', readId)
  addRunOptions(addOutputForm(command))
    .addHelpText('after', help.after.recipe)
    .action(async (file: string, options: Omit<RecipeOptions, 'images'>, self: Command) => {
      const { recipe } = await import('../commands/recipe.ts')
      await helpful((given: RecipeOptions) => recipe(file, given, terminal))({ ...options, images }, self)
    })
}

/** `plumage strip` */
export function addStrip(program: Command, terminal: Terminal): void {
  const command = program.command('strip').description(help.strip).argument('<pictures...>', 'PNG, JPEG, WebP or GIF')
  command
    .requiredOption('-o, --out <file>', 'where to write it; a folder for several', readName)
    .option('--json', 'print one JSON object on standard output and nothing else')
    .addHelpText('after', help.after.strip)
    .action(async (files: string[], options: StripOptions, self: Command) => {
      const { strip } = await import('../commands/strip.ts')
      await helpful((given: StripOptions) => strip(files, given, terminal))(options, self)
    })
}
