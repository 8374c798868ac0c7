import type { GrafanaTheme2 } from '@grafana/data';

/** Colours of Grafana's palette without those of states: green is success, red is failed. */
const HUES = ['blue', 'orange', 'purple', 'yellow'];
const ALL = ['', 'dark-', 'light-'].flatMap((shade) => HUES.map((hue) => shade + hue));

/**
 * A colour for each value. It depends on the value alone, so that a filter or another order does not change it, except that a
 * value whose colour an earlier one has gets the next free one. Not reported is grey.
 */
export function colorsOf(values: readonly string[], theme: GrafanaTheme2): string[] {
  const taken = new Set<string>();
  return values.map((value) => {
    if (value === '') {
      return theme.colors.text.secondary;
    }
    const first = hashOf(value) % ALL.length;
    const free = ALL.map((_, index) => ALL[(first + index) % ALL.length] ?? '').find((name) => !taken.has(name));
    const name = free ?? ALL[first] ?? '';
    taken.add(name);
    return theme.visualization.getColorByName(name);
  });
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
