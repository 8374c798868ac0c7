import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { spanBetween, type Span } from './span.ts';

/** A shorter movement is a click. */
const MIN_DRAG_PX = 4;
const PAGE_BUCKETS = 10;

interface SelectedSpan {
  /** The bucket at which the selection began. */
  anchor: number;
  /** The bucket that pointer or keyboard have reached. */
  head: number;
}

interface Drag {
  anchor: number;
  startX: number;
  moved: boolean;
}

/**
 * Selects buckets of a chart, with the pointer by dragging, with the keyboard by arrows (with Shift: more buckets), Enter
 * and Escape.
 *
 * @param onApply called at the end of a drag, and on Enter
 */
export function useSpan(bucketCount: number, onApply: (span: Span) => void) {
  const [selected, setSelected] = useState<SelectedSpan | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const clamp = (bucket: number) => Math.min(Math.max(bucket, 0), bucketCount - 1);
  const span = selected && spanBetween(clamp(selected.anchor), clamp(selected.head));
  const cancel = () => setSelected(null);
  const apply = (chosen: Span) => {
    cancel();
    setHovered(null);
    onApply(chosen);
  };
  const pointerHandlers = usePointer(bucketCount, { onHover: setHovered, onSelect: setSelected, onApply: apply });
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextBucket(event.key, selected?.head ?? bucketCount, bucketCount);
    if (next !== null) {
      event.preventDefault();
      const head = clamp(next);
      setSelected({ anchor: event.shiftKey && selected !== null ? selected.anchor : head, head });
    } else if (event.key === 'Enter' && span !== null) {
      event.preventDefault();
      apply(span);
    } else if (event.key === 'Escape' && selected !== null) {
      event.stopPropagation();
      cancel();
    }
  };
  return {
    /** What is being selected. */
    span,
    /** The bucket under the pointer, or the one that the keyboard has reached. */
    current: selected === null ? (hovered === null ? null : clamp(hovered)) : clamp(selected.head),
    handlers: { ...pointerHandlers, onKeyDown, onBlur: cancel },
  };
}

interface PointerCallbacks {
  onHover: (bucket: number | null) => void;
  onSelect: (selected: SelectedSpan | null) => void;
  onApply: (span: Span) => void;
}

/** Handlers of the element over the bars. */
function usePointer(bucketCount: number, { onHover, onSelect, onApply }: PointerCallbacks) {
  const drag = useRef<Drag | null>(null);
  const bucketAt = ({ clientX, currentTarget }: PointerEvent): number => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const bucket = Math.floor(((clientX - left) / Math.max(width, 1)) * bucketCount);
    return Math.min(Math.max(bucket, 0), bucketCount - 1);
  };
  const cancel = () => {
    drag.current = null;
    onSelect(null);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button === 0 && event.isPrimary) {
        drag.current = { anchor: bucketAt(event), startX: event.clientX, moved: false };
        event.currentTarget.setPointerCapture(event.pointerId);
      }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const bucket = bucketAt(event);
      onHover(bucket);
      const { current } = drag;
      if (current !== null && (current.moved || Math.abs(event.clientX - current.startX) >= MIN_DRAG_PX)) {
        current.moved = true;
        onSelect({ anchor: current.anchor, head: bucket });
      }
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const { current } = drag;
      drag.current = null;
      if (current?.moved) {
        onApply(spanBetween(current.anchor, bucketAt(event)));
      }
    },
    onPointerCancel: cancel,
    onPointerLeave: () => onHover(null),
    /** Escape reaches the focused element, also while the pointer drags. */
    onKeyDownCapture: ({ key }: KeyboardEvent) => {
      if (key === 'Escape') {
        drag.current = null;
      }
    },
  };
}

/** The bucket that a key leads to; null if it is none of these keys. */
function nextBucket(key: string, from: number, bucketCount: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return from - 1;
    case 'ArrowRight':
      return from + 1;
    case 'PageDown':
      return from - PAGE_BUCKETS;
    case 'PageUp':
      return from + PAGE_BUCKETS;
    case 'Home':
      return 0;
    case 'End':
      return bucketCount - 1;
    default:
      return null;
  }
}
