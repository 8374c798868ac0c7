import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** The selected buckets, as high as the chart. */
export function spanStyle(theme: GrafanaTheme2): string {
  return css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    background: theme.colors.action.focus,
    borderInline: `1px solid ${theme.colors.text.secondary}`,
    pointerEvents: 'none',
  });
}
