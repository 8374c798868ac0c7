import { render } from '@testing-library/react';
import React from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router-dom';
import { AppPages } from '../pages/App.tsx';
import type { LedgerAccess } from '../store/LedgerProvider.tsx';

/**
 * Replaces layout functions that jsdom does not have: element sizes for the virtualised table, text widths for Combobox. Call
 * it before the tests.
 */
export function mockLayout(): void {
  HTMLCanvasElement.prototype.getContext = (() => ({
    measureText: () => ({ width: 0 }),
  })) as unknown as HTMLCanvasElement['getContext'];
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, value: 600 });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, value: 1000 });
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}

/** Renders the app at `path`, such as `/a/<app>/requests?q=x`. `search()` is the current query string. */
export function renderApp(path: string, access: LedgerAccess) {
  let search = '';
  function Location() {
    search = useLocation().search;
    return null;
  }
  const view = render(
    <MemoryRouter initialEntries={[path]}>
      <Location />
      <Routes>
        <Route path="/a/:pluginId/*" element={<AppPages access={access} />} />
      </Routes>
    </MemoryRouter>,
  );
  return { ...view, search: () => new URLSearchParams(search) };
}
