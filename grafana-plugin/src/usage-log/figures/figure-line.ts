import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** A line of figures. It is as high as a small button, so that lines with and without one have the same distance. */
export function figureLine(theme: GrafanaTheme2): string {
  return css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
    lineHeight: theme.spacing(theme.components.height.sm),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  });
}
