import type { GrafanaTheme2 } from '@grafana/data';

/** Colours of Grafana's palette without those of states: green is success, red is failed. */
const HUES = ['blue', 'orange', 'purple', 'yellow'] as const;
const ALL = ['', 'dark-', 'light-'].flatMap((shade) => HUES.map((hue) => shade + hue));

/**
 * A colour for each value. It depends on the value alone, so that a filter or another order does not change it, except that a
 * value gets the next colour whose hue no earlier value has, or else the next free one. Not reported is grey.
 */
export function colorsOf(values: readonly string[], theme: GrafanaTheme2): string[] {
  const taken = new Set<string>();
  return values.map((value) => {
    if (value === '') {
      return theme.colors.text.secondary;
    }
    const first = hashOf(value) % ALL.length;
    const names = [...ALL.slice(first), ...ALL.slice(0, first)];
    const hues = new Set([...taken].map(hueOf));
    const name =
      names.find((one) => !hues.has(hueOf(one))) ?? names.find((one) => !taken.has(one)) ?? names[0] ?? HUES[0];
    taken.add(name);
    return theme.visualization.getColorByName(name);
  });
}

/** `dark-orange` → `orange`. */
function hueOf(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
