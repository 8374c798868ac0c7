import { useEffect, useRef, useState } from 'react';

/**
 * The height from the top of an element to the end of the window, so that a list of any length scrolls in itself; null
 * until it is measured.
 *
 * @param below pixels to leave free
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
    // What stands above may grow or wrap.
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
