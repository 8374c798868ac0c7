import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Class for a button that shows only a small icon: it is as large as a touch target must be (WCAG 2.2, 2.5.8). */
export function targetSize(theme: GrafanaTheme2): string {
  return css({ justifyContent: 'center', minWidth: theme.spacing(3), minHeight: theme.spacing(3) });
}
