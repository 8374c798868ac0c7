import { useEffect, useRef, useState } from 'react';

/**
 * Measures the height from the top of an element to the bottom of the window, without the space that the elements around it
 * keep free below it, so that a list can fill it and scroll inside. Null until measured.
 */
export function useRestOfWindow<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const measure = () => {
      if (ref.current) {
        const top = ref.current.getBoundingClientRect().top + window.scrollY;
        setHeight(Math.max(window.innerHeight - top - spaceBelow(ref.current), 0));
      }
    };
    measure();
    // Elements above may grow or wrap.
    const observer = new ResizeObserver(measure);
    if (ref.current?.parentElement) {
      observer.observe(ref.current.parentElement);
    }
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, []);
  return [ref, height] as const;
}

/** Bottom padding, borders and margins around an element, in pixels: they differ between versions of Grafana. */
function spaceBelow(element: HTMLElement): number {
  let space = 0;
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    const { paddingBottom, borderBottomWidth, marginBottom } = getComputedStyle(around);
    space += [paddingBottom, borderBottomWidth, marginBottom].reduce(
      (sum, text) => sum + (Number.parseFloat(text) || 0),
      0,
    );
  }
  return space;
}
