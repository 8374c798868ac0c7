import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Width below which a row shows its cells one under the other, in units of the theme's spacing. */
const NARROW = 70;

/** Styles of a table of named texts. In a narrow container each row is a block. */
export const getPartTableStyles = (theme: GrafanaTheme2) => ({
  container: css({ containerType: 'inline-size' }),
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    'th, td': {
      padding: theme.spacing(0.5, 1, 0.5, 0),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
      verticalAlign: 'top',
      fontWeight: 'normal',
      overflowWrap: 'anywhere',
    },
    'thead th': { color: theme.colors.text.secondary },
    [`@container (max-width: ${theme.spacing(NARROW)})`]: {
      '&, tbody': { display: 'block' },
      thead: { display: 'none' },
      tr: { display: 'block', borderBottom: `1px solid ${theme.colors.border.weak}`, padding: theme.spacing(0.5, 0) },
      'th, td': { display: 'block', border: 'none', padding: theme.spacing(0.25, 0) },
      'td[data-column]:not(:empty)::before': {
        content: 'attr(data-column) ": "',
        color: theme.colors.text.secondary,
      },
    },
  }),
  value: css({ fontFamily: theme.typography.fontFamilyMonospace, whiteSpace: 'pre-wrap' }),
  name: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    // The longest names of parameters in one line.
    [`@container (min-width: ${theme.spacing(NARROW)})`]: { minWidth: theme.spacing(22) },
  }),
  limit: css({ color: theme.colors.warning.text }),
});
