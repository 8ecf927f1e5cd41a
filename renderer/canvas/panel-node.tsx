import { memo } from 'react'
import { Group, Image, Rect, Text } from 'react-konva'
import type { Panel } from '../../electron/contract/storyboard.ts'
import { words } from '../ui/words.ts'
import { useBitmap } from './bitmaps.ts'
import { captionRect, containRect, pictureRect } from './layout.ts'
import type { Palette } from './palette.ts'

export const CANVAS_FONT = '"Inter Variable", system-ui, sans-serif'

type Props = {
  panel: Panel
  number: number
  x: number
  y: number
  width: number
  height: number
  palette: Palette
  selected: boolean
  /** The panel the keys act from, while the canvas has the focus. */
  active: boolean
  /** Being dragged elsewhere: a shadow of itself stays. */
  faded: boolean
  /** The words are being written in a text field that lies over them. */
  editing: boolean
  /** Far away nothing can be read: only pictures are drawn. */
  detailed: boolean
}

/** One panel: a card with picture, number and caption. It only draws; the pointer is handled by geometry. */
export const PanelNode = memo(function PanelNode(props: Props) {
  const { panel, number, x, y, width, height, palette, selected, active, faded, editing, detailed } = props
  const { bitmap, missing } = useBitmap(panel.image)
  const card = { x: 0, y: 0, width, height }
  const frame = pictureRect(card)
  const caption = captionRect(card)
  const hasWords = panel.caption !== ''
  return (
    <Group x={x} y={y} opacity={faded ? 0.3 : 1} listening={false}>
      {active && (
        <Rect
          x={-4}
          y={-4}
          width={width + 8}
          height={height + 8}
          cornerRadius={16}
          stroke={palette.lead}
          strokeWidth={2}
          opacity={0.45}
        />
      )}
      <Rect
        width={width}
        height={height}
        cornerRadius={12}
        fill={palette.card}
        stroke={selected ? palette.lead : palette.line}
        strokeWidth={selected ? 2 : 1}
        strokeScaleEnabled={!selected} // what is selected must be seen from afar too
        shadowEnabled={detailed}
        shadowForStrokeEnabled={false}
        shadowColor={palette.shade}
        shadowBlur={16}
        shadowOffsetY={4}
        perfectDrawEnabled={false}
      />
      <Rect {...frame} cornerRadius={6} fill={palette.mat} perfectDrawEnabled={false} />
      {bitmap && (
        <Image
          image={bitmap}
          {...containRect(frame, bitmap.width, bitmap.height)}
          cornerRadius={6}
          perfectDrawEnabled={false}
        />
      )}
      {detailed && (!panel.image || missing) && (
        <Text
          {...frame}
          text={words.board.noPicture}
          align="center"
          verticalAlign="middle"
          fontFamily={CANVAS_FONT}
          fontSize={12}
          fill={palette.soft}
        />
      )}
      {detailed && (
        <Text
          x={8}
          y={caption.y}
          width={28}
          align="center"
          text={String(number)}
          fontFamily={CANVAS_FONT}
          fontStyle="600"
          fontSize={12}
          lineHeight={20 / 12}
          fill={selected ? palette.lead : palette.soft}
        />
      )}
      {detailed && !editing && (
        <Text
          {...caption}
          text={hasWords ? panel.caption : words.board.noCaption}
          fontFamily={CANVAS_FONT}
          fontSize={13}
          lineHeight={20 / 13}
          letterSpacing={-0.05}
          fill={hasWords ? palette.body : palette.soft}
          wrap="word"
          ellipsis
        />
      )}
    </Group>
  )
})
