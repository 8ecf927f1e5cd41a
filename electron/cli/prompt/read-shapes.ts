import { InvalidArgumentError } from 'commander'
import type { Box } from '../../contract/prompt.ts'
import type { TypedContent, TypedMark } from './typed-parts.ts'

const boxRule = 'A box is left,top,right,bottom in fractions of the picture from 0 to 1, wider and higher than nothing.'
const circleRule =
  'A circle is x,y,rx,ry in fractions of the picture: its middle, half its width and half its height. All of it lies in the picture.'
const arrowRule = 'An arrow is x1,y1,x2,y2 in fractions of the picture from 0 to 1, and its tip is not where it begins.'

/** Four numbers with commas between them; null for anything else. */
function readFour(typed: string): [number, number, number, number] | null {
  const words = typed.split(',').map((word) => word.trim())
  if (words.length !== 4 || !words.every((word) => /^(\d+(\.\d+)?|\.\d+)$/.test(word))) return null
  const [a, b, c, d] = words.map(Number)
  return [a!, b!, c!, d!]
}

const isFraction = (value: number) => value >= 0 && value <= 1

export function readBox(typed: string): Box {
  const [left, top, right, bottom] = readFour(typed) ?? refuse(boxRule)
  if (![left, top, right, bottom].every(isFraction) || left >= right || top >= bottom) refuse(boxRule)
  return { left, top, right, bottom }
}

/** `0,0,.5,1=a fox`: a box and what is to be in it. */
export function readNamedBox(typed: string): Extract<TypedContent, { type: 'object' }> {
  const at = typed.indexOf('=')
  const box = readBox(at < 0 ? typed : typed.slice(0, at))
  const phrase = at < 0 ? null : typed.slice(at + 1).trim()
  if (phrase === '') refuse('Behind = stands what is to be in the box.')
  return { type: 'object', box, phrase, file: null }
}

export function readCircle(typed: string): TypedMark {
  const [x, y, rx, ry] = readFour(typed) ?? refuse(circleRule)
  const circle = { left: x - rx, top: y - ry, right: x + rx, bottom: y + ry }
  if (rx === 0 || ry === 0 || !Object.values(circle).every(isFraction)) refuse(circleRule)
  return { kind: 'ellipse', ...circle }
}

export function readArrow(typed: string): TypedMark {
  const [fromX, fromY, toX, toY] = readFour(typed) ?? refuse(arrowRule)
  if (![fromX, fromY, toX, toY].every(isFraction) || (fromX === toX && fromY === toY)) refuse(arrowRule)
  return { kind: 'arrow', fromX, fromY, toX, toY }
}

export const readRectangle = (typed: string): TypedMark => ({ kind: 'rectangle', ...readBox(typed) })

function refuse(rule: string): never {
  throw new InvalidArgumentError(rule)
}
