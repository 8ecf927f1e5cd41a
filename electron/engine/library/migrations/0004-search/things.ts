/** A query of all words in the parts of a prompt, in their order. */
const wordsIn = (json: string) => `(SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(${json}) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> '')`

const lines = (...texts: string[]) => `concat_ws(char(10), ${texts.map((text) => `nullif(${text}, '')`).join(', ')})`

/** The words of several rows as one text. */
const joined = (text: string, order: string) => `group_concat(nullif(${text}, ''), char(10) ORDER BY ${order})`

const script = (p: string) =>
  lines(`${p}.dialogue`, `${p}.action`, `${p}.notes`, `trim(${p}.scene || ' ' || ${p}.shot)`, `${p}.shot_type`)

const recipe = `concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device)`

/** One kind of thing that can be found: where its rows are, and its words. */
export interface Thing {
  table: string
  id: string
  /** The picture it shows; what shows a picture is found as that picture. */
  image?: string
  rating?: string
  isStarred?: string
  /** Which rows; all if left out. */
  only?: string
  texts: Partial<Record<(typeof textColumns)[number], string>>
}

/**
 * What the words are: names given by a person, what is said by the thing itself, what else is written on a panel, what a
 * model was told, tags, and what a result was made with.
 */
export const textColumns = ['title', 'body', 'script', 'prompt', 'tags', 'recipe'] as const

export const things: Readonly<Record<string, Thing>> = {
  picture: {
    table: 'assets',
    id: 'sha256',
    image: 'x.sha256',
    rating: 'x.rating',
    isStarred: 'x.starred_at_ms IS NOT NULL',
    only: `x.purpose = 'picture' AND x.purged_at_ms IS NULL`,
    texts: {
      title: `(SELECT ${joined('i.name', 'i.id')} FROM imports i WHERE i.sha256 = x.sha256)`,
      body: `(SELECT ${joined('p.caption', 'p.id')} FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL)`,
      script: `(SELECT ${joined(script('p'), 'p.id')} FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL)`,
      prompt: lines(
        `(SELECT ${joined(lines(wordsIn('g.prompt'), 'g.completion', 'g.text'), 'g.id')}
        FROM generations g WHERE g.image_sha256 = x.sha256)`,
        '(SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id)',
      ),
      tags: `(SELECT ${joined('t.name', 't.name')} FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256)`,
      recipe: lines(
        `(SELECT ${joined(recipe, 'g.id')} FROM generations g WHERE g.image_sha256 = x.sha256)`,
        '(SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id)',
      ),
    },
  },
  panel: {
    table: 'panels',
    id: 'id',
    image: 'x.image_sha256',
    texts: { body: 'x.caption', script: script('x') },
  },
  text: {
    table: 'generations',
    id: 'id',
    only: 'x.image_sha256 IS NULL',
    texts: {
      body: 'x.text',
      prompt: lines(wordsIn('x.prompt'), 'x.completion'),
      recipe: recipe.replaceAll('g.', 'x.'),
    },
  },
  message: { table: 'messages', id: 'id', texts: { body: wordsIn('x.parts') } },
  chat: { table: 'chats', id: 'id', texts: { title: 'x.title' } },
  storyboard: { table: 'storyboards', id: 'id', texts: { title: 'x.title' } },
  session: { table: 'sessions', id: 'id', texts: { title: 'x.title' } },
  board: { table: 'boards', id: 'id', texts: { title: 'x.title' } },
  subject: { table: 'subjects', id: 'id', texts: { title: 'x.name', body: 'x.notes' } },
  edit: {
    table: 'edits',
    id: 'id',
    texts: {
      title: 'x.title',
      body: `(SELECT ${joined('m.phrase', 'm.position')} FROM marks m WHERE m.edit_id = x.id)`,
      prompt: wordsIn('x.prompt'),
    },
  },
  'visual-prompt': {
    table: 'visual_prompts',
    id: 'id',
    texts: {
      title: 'x.title',
      body: 'x.notes',
      prompt: `(SELECT ${joined(lines(wordsIn('r.prompt'), wordsIn('r.answer')), 'r.number')}
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id)`,
    },
  },
}

/** The rows of a kind of thing as docs: (thing, source_id, image_sha256, created_at_ms, rating, is_starred). */
export function sourcesOf(name: string, thing: Thing, which = 'TRUE'): string {
  const { table, id, image = 'NULL', rating = 'NULL', isStarred = 'NULL', only = 'TRUE' } = thing
  return `SELECT '${name}', x.${id}, ${image}, x.created_at_ms, ${rating}, ${isStarred} FROM ${table} x WHERE ${only} AND ${which}`
}

/** The docs of a kind of thing with their words: (doc_id, …textColumns). */
export function textsOf(name: string, { table, id, texts }: Thing, docs = 'TRUE'): string {
  const columns = textColumns.map((column) => texts[column] ?? 'NULL').join(',\n      ')
  // The plus keeps SQLite from reading all docs of the kind where a few are asked for by their id.
  return `SELECT d.id, ${columns}
    FROM search_docs d CROSS JOIN ${table} x ON x.${id} = d.source_id WHERE +d.thing = '${name}' AND ${docs}`
}

/** Results as runs of the docs that show them. */
export function runsOfResults(which = 'TRUE'): string {
  return `SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE ${which}`
}

export function runsOfImports(which = 'TRUE'): string {
  return `SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE ${which}`
}
