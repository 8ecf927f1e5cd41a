import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../contract/failure.ts'
import type { HistoryTree, HistoryTreeQuery } from '../../contract/history.ts'
import { Id } from '../../contract/values.ts'
import { hasGeneration } from './generations.ts'
import { readImport, readMade } from './history.ts'

/** A story of a thousand panels is in the tree of its first one. */
const mostEntries = 1000

interface Node {
  type: 'made' | 'imported'
  id: Id
}
const Nodes = z.array(z.strictObject({ type: z.enum(['made', 'imported']), id: Id }))

/**
 * What something was made from and what was made from it, nearest first. A picture that was brought in is named by the
 * import before its use, or by the first one there is.
 */
export function readHistoryTree(db: Database, query: HistoryTreeQuery): HistoryTree {
  const roots = rootsOf(db, query)
  const up = walk(db, roots, parents)
  const down = walk(db, roots, children)
  const nodes = new Map([...roots, ...up.nodes, ...down.nodes].map((node) => [node.id, node]))
  return {
    roots: roots.map(({ id }) => id),
    entries: [...nodes.values()].map(({ id, type }) => (type === 'made' ? readMade(db, id) : readImport(db, id))),
    links: [
      ...up.links.map(({ from, to }) => ({ parent: to, child: from })),
      ...down.links.map(({ from, to }) => ({ parent: from, child: to })),
    ],
    isCut: up.isCut || down.isCut,
  }
}

function rootsOf(db: Database, query: HistoryTreeQuery): Node[] {
  if ('generationId' in query) {
    if (!hasGeneration(db, query.generationId)) throw new AppError('not-found', 'This result is not in the history.')
    return [{ type: 'made', id: query.generationId }]
  }
  const ways = `SELECT 'made' AS type, id FROM generations WHERE image_sha256 = :sha256
    UNION ALL SELECT 'imported', id FROM imports WHERE sha256 = :sha256 ORDER BY id DESC`
  const roots = Nodes.parse(db.prepare(ways).all(query))
  if (roots.length === 0) throw new AppError('not-found', 'This picture is not in the history.')
  return roots
}

const importBefore = `coalesce(
    (SELECT max(i.id) FROM imports i WHERE i.sha256 = gp.image_sha256 AND i.id < gp.generation_id),
    (SELECT min(i.id) FROM imports i WHERE i.sha256 = gp.image_sha256))`

const parents = {
  made: `SELECT iif(gp.parent_id IS NULL, 'imported', 'made') AS type, coalesce(gp.parent_id, ${importBefore}) AS id
    FROM generation_parents gp WHERE gp.generation_id = ? AND coalesce(gp.parent_id, ${importBefore}) IS NOT NULL`,
  imported: null,
}

const children = {
  made: `SELECT 'made' AS type, gp.generation_id AS id FROM generation_parents gp WHERE gp.parent_id = ?`,
  imported: `SELECT 'made' AS type, gp.generation_id AS id FROM imports mine JOIN generation_parents gp
      ON gp.image_sha256 = mine.sha256 AND gp.parent_id IS NULL
    WHERE mine.id = ? AND ${importBefore} = mine.id`,
}

interface Walked {
  nodes: Node[]
  links: { from: Id; to: Id }[]
  isCut: boolean
}

/** Breadth first; what is reached twice is gone on from once. Parents are older than children, so there are no rings. */
function walk(db: Database, from: readonly Node[], queries: Record<Node['type'], string | null>): Walked {
  const walked: Walked = { nodes: [], links: [], isCut: false }
  const known = new Set(from.map(({ id }) => id))
  const waiting = [...from]
  for (let node = waiting.shift(); node; node = waiting.shift()) {
    const query = queries[node.type]
    const next = query === null ? [] : Nodes.parse(db.prepare(`${query} ORDER BY id`).all(node.id))
    for (const each of next) {
      if (!known.has(each.id) && known.size >= mostEntries) {
        walked.isCut = true
        continue
      }
      walked.links.push({ from: node.id, to: each.id })
      if (known.has(each.id)) continue
      known.add(each.id)
      walked.nodes.push(each)
      waiting.push(each)
    }
  }
  return walked
}
