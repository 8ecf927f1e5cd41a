import { Group, Layer, Rect, Stage, Text } from 'react-konva'
import type { Palette } from './palette.ts'
import { useApp } from '../store/app-store.ts'
import { layoutOf } from '../store/view.ts'
import { intersects, type Rect as Area, visibleRect } from './camera.ts'

import { type Insertion, rectOf } from './layout.ts'
import { CANVAS_FONT, PanelNode } from './panel-node.tsx'
import type { Gesture } from './use-gestures.ts'

type Props = { gesture: Gesture; palette: Palette; focused: boolean; dropping: Dropping | null }

/** Where files in the air would land: between panels, or in the frame of one. */
type Dropping = { insertion: Insertion | null; target: Area | null }

const DETAIL_ZOOM = 0.35

/** Draws what can be seen of the board, and the gesture in progress over it. Konva is written here and never read. */
export function BoardStage({ gesture, palette, focused, dropping }: Props) {
  const view = useApp((s) => s.view)
  const camera = useApp((s) => s.camera)
  const board = useApp((s) => s.board)
  const layout = useApp(layoutOf)
  const selection = useApp((s) => s.selection)
  const editing = useApp((s) => s.editing)
  if (!board || !view.width || !view.height) return null
  const seen = visibleRect(camera, view)
  const rects = new Map(layout.slots.map((slot, i) => [slot.id, layout.rects[i]!]))
  const shown = board.panels.flatMap((panel, i) => {
    const rect = rects.get(panel.id)
    return rect && intersects(rect, seen) ? [{ panel, rect, number: i + 1 }] : []
  })
  const dragged = gesture.type === 'drag' ? gesture.ids : []
  const insertion = gesture.type === 'drag' ? gesture.insertion : dropping?.insertion
  return (
    <Stage width={view.width} height={view.height} listening={false} data-slot="canvas">
      <Layer listening={false}>
        <Group x={camera.x} y={camera.y} scaleX={camera.zoom} scaleY={camera.zoom}>
          {shown.map(({ panel, rect, number }) => (
            <PanelNode
              key={panel.id}
              panel={panel}
              number={number}
              {...rect}
              palette={palette}
              selected={selection.ids.includes(panel.id)}
              active={focused && selection.active === panel.id}
              faded={dragged.includes(panel.id)}
              editing={editing === panel.id}
              detailed={camera.zoom >= DETAIL_ZOOM}
            />
          ))}
          {insertion && (
            <Rect
              {...insertion.marker}
              fill={palette.lead}
              stroke={palette.lead}
              strokeWidth={1}
              strokeScaleEnabled={false}
            />
          )}
          {dropping?.target && <Rect {...dropping.target} cornerRadius={6} stroke={palette.lead} strokeWidth={4} />}
          {gesture.type === 'marquee' && (
            <>
              <Rect {...gesture.area} fill={palette.lead} opacity={0.1} />
              <Rect {...gesture.area} stroke={palette.lead} strokeWidth={1 / camera.zoom} />
            </>
          )}
          {gesture.type === 'drag' && <Held gesture={gesture} palette={palette} />}
        </Group>
      </Layer>
    </Stage>
  )
}

/** The panel in the hand, with the number of those that come along. */
function Held({ gesture, palette }: { gesture: Extract<Gesture, { type: 'drag' }>; palette: Palette }) {
  const board = useApp((s) => s.board)
  const rect = rectOf(useApp(layoutOf), gesture.leadId)
  const index = board?.panels.findIndex((panel) => panel.id === gesture.leadId) ?? -1
  const panel = board?.panels[index]
  if (!panel || !rect) return null
  const place = { x: gesture.at.x - gesture.grip.x, y: gesture.at.y - gesture.grip.y }
  const many = gesture.ids.length
  return (
    <Group {...place} opacity={0.92}>
      {many > 1 && (
        <Rect
          x={8}
          y={8}
          width={rect.width}
          height={rect.height}
          cornerRadius={12}
          fill={palette.card}
          stroke={palette.line}
          strokeWidth={1}
        />
      )}
      <PanelNode
        panel={panel}
        number={index + 1}
        x={0}
        y={0}
        width={rect.width}
        height={rect.height}
        palette={palette}
        selected
        active={false}
        faded={false}
        editing={false}
        detailed
      />
      {many > 1 && (
        <Group x={rect.width - 20} y={-12}>
          <Rect width={32} height={24} cornerRadius={12} fill={palette.lead} />
          <Text
            width={32}
            height={24}
            text={String(many)}
            align="center"
            verticalAlign="middle"
            fontFamily={CANVAS_FONT}
            fontStyle="600"
            fontSize={12}
            fill={palette.leadInk}
          />
        </Group>
      )}
    </Group>
  )
}
