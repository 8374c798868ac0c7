import { PluginContextProvider, type PluginMeta } from '@grafana/data';
import { act, configure, render, screen } from '@testing-library/react';
import React, { useEffect } from 'react';
import { MemoryRouter, Route, Routes, useLocation, useNavigate, type Location } from 'react-router-dom';
import { PLUGIN_ID } from '../constants.ts';
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
  HTMLElement.prototype.scrollTo = function scrollTo(this: HTMLElement, options?: ScrollToOptions | number) {
    this.scrollTop = typeof options === 'object' ? (options.top ?? 0) : 0;
  };
  class NoObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Object.assign(globalThis, { ResizeObserver: NoObserver, IntersectionObserver: NoObserver });
}

/**
 * Renders the app at `path`, such as `/a/<app>/requests?q=x`, as the second page of the history. `search()` is the current
 * query string, `path()` the current path, and `back()` goes back as the browser does.
 */
export function renderApp(path: string) {
  let location: Partial<Location> = {};
  let goBack = () => {};
  function Browser() {
    const navigate = useNavigate();
    const current = useLocation();
    useEffect(() => {
      location = current;
      goBack = () => navigate(-1);
    });
    return null;
  }
  const view = render(
    <MemoryRouter initialEntries={['/before', path]}>
      <Browser />
      <Routes>
        <Route path="/a/:pluginId/*" element={<PluginRoot />} />
      </Routes>
    </MemoryRouter>,
  );
  return {
    ...view,
    search: () => new URLSearchParams(location.search),
    path: () => location.pathname,
    back: () => act(async () => goBack()),
  };
}

/** The app as Grafana renders it. */
function PluginRoot() {
  const meta: Pick<PluginMeta, 'id'> = { id: PLUGIN_ID };
  return (
    <PluginContextProvider meta={meta as PluginMeta}>
      <App />
    </PluginContextProvider>
  );
}

export const find = (testId: string) => screen.findByTestId(testId, {}, WAIT);
export const findAll = (testId: string) => screen.findAllByTestId(testId, {}, WAIT);
