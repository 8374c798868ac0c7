import { useLayoutEffect, useState, type RefObject } from 'react';

/** Whether an element is narrower than `width` pixels. The window may be wide: a panel or a docked menu leaves less. */
export function useIsNarrow(element: RefObject<HTMLElement | null>, width: number): boolean {
  const [isNarrow, setIsNarrow] = useState(false);
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) {
      return;
    }
    const measure = () => setIsNarrow(measured.clientWidth < width);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element, width]);
  return isNarrow;
}
