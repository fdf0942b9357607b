import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { arrayMove, SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import type { ReactElement, ReactNode } from 'react'
import type { DraftRule } from './draft-flag.ts'

const travelPx = 4

type Props = {
  rules: readonly DraftRule[]
  onMove: (change: (rules: DraftRule[]) => DraftRule[]) => void
  children: ReactNode
}

/** Lets rules be moved, by pointer, or by Space and arrows; every step is read aloud. */
export function Movable({ rules, onMove, children }: Props): ReactElement {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: travelPx } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const drop = ({ active, over }: DragEndEvent) => {
    if (over === null || over.id === active.id) return
    onMove(before => arrayMove(before, placeIn(before, String(active.id)), placeIn(before, String(over.id))))
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{ screenReaderInstructions: { draggable: instructions }, announcements: announcementsFor(rules) }}
    >
      <SortableContext items={rules.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  )
}

const instructions =
  'To move a rule, press Space, then the arrow keys, then Space again. Press Escape to leave it where it was.'

/** What is read aloud while a rule is moved. */
function announcementsFor(rules: readonly DraftRule[]): Announcements {
  const numberOf = (id: string | number) => placeIn(rules, String(id)) + 1
  return {
    onDragStart: ({ active }) => `Rule ${numberOf(active.id)} is picked up.`,
    onDragOver: ({ over }) =>
      over === null ? undefined : `Put down here, it is rule ${numberOf(over.id)} of ${rules.length}.`,
    onDragEnd: ({ over }) => (over === null ? 'It stays where it was.' : `It is rule ${numberOf(over.id)} now.`),
    onDragCancel: () => 'It stays where it was.',
  }
}

function placeIn(rules: readonly DraftRule[], id: string): number {
  return rules.findIndex(rule => rule.id === id)
}
