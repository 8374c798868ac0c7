import { createTheme, type GrafanaTheme2, store } from '@grafana/data';

export type ThemeMode = 'dark' | 'light';

const STORAGE_KEY = 'tokentrail-preview.theme';

/** Theme of `?theme=light`, as in Grafana, otherwise the last selected theme, otherwise dark. */
export function initialThemeMode(): ThemeMode {
  const asked = new URLSearchParams(window.location.search).get('theme') ?? store.get(STORAGE_KEY);
  return asked === 'light' ? 'light' : 'dark';
}

export function rememberThemeMode(mode: ThemeMode): void {
  store.set(STORAGE_KEY, mode);
}

/** Returns Grafana's theme of that mode and sets it on the page's body, where Grafana's style sheets read it. */
export function applyTheme(mode: ThemeMode): GrafanaTheme2 {
  document.body.classList.toggle('theme-dark', mode === 'dark');
  document.body.classList.toggle('theme-light', mode === 'light');
  return createTheme({ colors: { mode } });
}
