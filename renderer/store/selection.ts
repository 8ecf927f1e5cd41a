/** What is selected on a board. `anchor` is where a range began, `active` the panel the keys act from. */
export type Selection = { ids: readonly string[]; anchor: string | null; active: string | null }

export const NOTHING: Selection = { ids: [], anchor: null, active: null }

export const selectOnly = (id: string): Selection => ({ ids: [id], anchor: id, active: id })

/** In board order, whatever order the clicks came in. */
export const selectMany = (order: readonly string[], ids: readonly string[]): Selection => {
  const wanted = new Set(ids)
  const kept = order.filter((id) => wanted.has(id))
  return kept.length ? { ids: kept, anchor: kept[0]!, active: kept.at(-1)! } : NOTHING
}

export function toggle(order: readonly string[], selection: Selection, id: string): Selection {
  if (!selection.ids.includes(id)) {
    const wanted = new Set([...selection.ids, id])
    return { ids: order.filter((other) => wanted.has(other)), anchor: id, active: id }
  }
  const ids = selection.ids.filter((other) => other !== id)
  return ids.length ? { ids, anchor: ids.at(-1)!, active: ids.at(-1)! } : NOTHING
}

export function selectRange(order: readonly string[], selection: Selection, id: string): Selection {
  const from = order.indexOf(selection.anchor ?? id)
  const to = order.indexOf(id)
  if (to < 0) return selection
  if (from < 0) return selectOnly(id)
  return { ids: order.slice(Math.min(from, to), Math.max(from, to) + 1), anchor: order[from]!, active: id }
}

/** One step along the board; a step from nothing starts at the near end. */
export function walk(order: readonly string[], selection: Selection, step: number, extend = false): Selection {
  if (!order.length) return NOTHING
  const at = selection.active ? order.indexOf(selection.active) : -1
  const next = at < 0 ? (step > 0 ? 0 : order.length - 1) : Math.min(Math.max(at + step, 0), order.length - 1)
  return extend ? selectRange(order, selection, order[next]!) : selectOnly(order[next]!)
}

function inBoardOrder(order: readonly string[], selection: Selection): Selection {
  const places = selection.ids.map((id) => order.indexOf(id))
  if (places.every((place, i) => i === 0 || place > places[i - 1]!)) return selection
  return { ...selection, ids: order.filter((id) => selection.ids.includes(id)) }
}

/** What is left when panels have gone; the neighbour of a deleted panel takes over, so the keys never lose their place. */
export function prune(order: readonly string[], selection: Selection, previousOrder: readonly string[]): Selection {
  const known = new Set(order)
  if (selection.ids.every((id) => known.has(id))) return inBoardOrder(order, selection)
  const kept = selectMany(order, selection.ids)
  if (kept.ids.length || !selection.active) return kept
  const place = previousOrder.indexOf(selection.active)
  const heir =
    previousOrder.slice(place + 1).find((id) => known.has(id)) ??
    previousOrder.slice(0, Math.max(0, place)).findLast((id) => known.has(id))
  return heir ? selectOnly(heir) : NOTHING
}

/** Where the selected panels go by one step earlier or later: the `index` of a move, or null when they are there already. */
export function moveIndex(order: readonly string[], ids: readonly string[], direction: 1 | -1): number | null {
  const places = ids
    .map((id) => order.indexOf(id))
    .filter((place) => place >= 0)
    .toSorted((a, b) => a - b)
  if (!places.length) return null
  const [first, last] = [places[0]!, places.at(-1)!]
  const together = last - first === places.length - 1
  if (direction < 0) return first > 0 ? first - 1 : together ? null : 0
  if (last < order.length - 1) return last + 2
  return together ? null : order.length
}
