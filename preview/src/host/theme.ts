import { createTheme, type GrafanaTheme2, store } from '@grafana/data';

export type ThemeMode = 'dark' | 'light';

const STORAGE_KEY = 'tokentrail-preview.theme';

/** `?theme=light` wins, as in Grafana; then what was chosen last; then dark. */
export function initialThemeMode(): ThemeMode {
  const asked = new URLSearchParams(window.location.search).get('theme') ?? store.get(STORAGE_KEY);
  return asked === 'light' ? 'light' : 'dark';
}

export function rememberThemeMode(mode: ThemeMode): void {
  store.set(STORAGE_KEY, mode);
}

/** Grafana's own theme of that mode, set on the page's body too, where its style sheets look. */
export function applyTheme(mode: ThemeMode): GrafanaTheme2 {
  document.body.classList.toggle('theme-dark', mode === 'dark');
  document.body.classList.toggle('theme-light', mode === 'light');
  return createTheme({ colors: { mode } });
}
