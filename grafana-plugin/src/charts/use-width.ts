import { useCallback, useState } from 'react';

/** The width of an element in whole pixels; 0 until it is measured. Pass the function as its `ref`. */
export function useWidth(): [number, (element: HTMLElement | null) => void] {
  const [width, setWidth] = useState(0);
  const [observer] = useState(
    () =>
      new ResizeObserver((entries) => {
        for (const { target } of entries) {
          setWidth(target.clientWidth);
        }
      }),
  );
  const measure = useCallback(
    (element: HTMLElement | null) => {
      observer.disconnect();
      if (element !== null) {
        setWidth(element.clientWidth);
        observer.observe(element);
      }
    },
    [observer],
  );
  return [width, measure];
}
