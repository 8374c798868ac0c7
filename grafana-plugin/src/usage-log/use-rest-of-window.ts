import { useEffect, useRef, useState } from 'react';

/**
 * Measures the height from the top of an element to the bottom of the window, so that a list can fill it and scroll
 * inside. Null until measured.
 *
 * @param below pixels to leave free at the bottom
 */
export function useRestOfWindow<T extends HTMLElement>(below: number) {
  const ref = useRef<T>(null);
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const measure = () => {
      if (ref.current) {
        const top = ref.current.getBoundingClientRect().top + window.scrollY;
        setHeight(Math.max(window.innerHeight - top - below, 0));
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
  }, [below]);
  return [ref, height] as const;
}
