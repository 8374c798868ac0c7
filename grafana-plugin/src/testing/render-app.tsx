import { configure, render, screen } from '@testing-library/react';
import React from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router-dom';
import App from '../pages/App.tsx';

// To see whether an element is hidden, every query by role would compute the styles of all elements, which takes seconds.
configure({ defaultHidden: true });

/** Time to wait for an element. Pages load on first use, which takes long on a busy machine. */
export const WAIT = { timeout: 15_000 };

/**
 * Replaces layout functions that jsdom does not have: sizes of the virtualised table and its rows, text widths for Combobox. Call
 * it before the tests.
 */
export function mockLayout(): void {
  HTMLCanvasElement.prototype.getContext = (() => ({
    measureText: () => ({ width: 0 }),
  })) as unknown as HTMLCanvasElement['getContext'];
  for (const [name, pixels] of Object.entries({
    clientHeight: 600,
    clientWidth: 1000,
    offsetHeight: 32,
    offsetWidth: 1000,
  })) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: pixels });
  }
  class NoObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Object.assign(globalThis, { ResizeObserver: NoObserver, IntersectionObserver: NoObserver });
}

/** Renders the app at `path`, such as `/a/<app>/requests?q=x`. `search()` is the current query string. */
export function renderApp(path: string) {
  let search = '';
  function Location() {
    search = useLocation().search;
    return null;
  }
  const view = render(
    <MemoryRouter initialEntries={[path]}>
      <Location />
      <Routes>
        <Route path="/a/:pluginId/*" element={<App />} />
      </Routes>
    </MemoryRouter>,
  );
  return { ...view, search: () => new URLSearchParams(search) };
}

export const find = (testId: string) => screen.findByTestId(testId, {}, WAIT);
export const findAll = (testId: string) => screen.findAllByTestId(testId, {}, WAIT);
