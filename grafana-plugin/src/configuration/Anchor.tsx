import React, { useEffect, useRef, type ReactNode } from 'react';
import type { ConfigAnchor } from '../configuration-links.ts';

/** For how long what loads above may move a part, ms. */
const LOADS_MS = 5000;

/** A part of the page that a link with `#name` scrolls to, although it is there only when it has loaded. */
export function Anchor({ name, children }: { name: ConfigAnchor; children: ReactNode }) {
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (window.location.hash !== `#${name}`) {
      return;
    }
    const observer = new ResizeObserver(() => part.current?.scrollIntoView());
    const stop = () => observer.disconnect();
    observer.observe(document.body);
    // The parts above it.
    const parent = part.current?.parentElement;
    if (parent) {
      observer.observe(parent);
    }
    const timer = setTimeout(stop, LOADS_MS);
    // The user's own scrolling has the last word.
    const events = ['wheel', 'keydown', 'pointerdown', 'touchmove'] as const;
    events.forEach((event) => window.addEventListener(event, stop, { once: true, passive: true }));
    return () => {
      stop();
      clearTimeout(timer);
      events.forEach((event) => window.removeEventListener(event, stop));
    };
  }, [name]);
  return (
    <div id={name} ref={part}>
      {children}
    </div>
  );
}
