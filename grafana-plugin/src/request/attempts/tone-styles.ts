import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Tone } from '../../record/record-view.ts';

/** Colour of a tone for texts. */
export const getToneStyles = (theme: GrafanaTheme2): Record<Tone, string> => ({
  success: css({ color: theme.colors.success.text }),
  info: css({ color: theme.colors.info.text }),
  warning: css({ color: theme.colors.warning.text }),
  error: css({ color: theme.colors.error.text }),
  plain: css({ color: theme.colors.text.secondary }),
});

/** Columns of the timeline: name, axis, status, words. In a narrow container the axis is below the rest. */
export const getLineStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'grid',
    gridTemplateColumns: `minmax(0, 3fr) minmax(0, 4fr) ${theme.spacing(11)} minmax(0, 4fr)`,
    gridTemplateAreas: '"name axis status words"',
    alignItems: 'center',
    columnGap: theme.spacing(1),
    padding: theme.spacing(0.25, 1),
    [`@container (max-width: ${theme.spacing(90)})`]: {
      gridTemplateColumns: `minmax(0, 1fr) auto`,
      gridTemplateAreas: '"name status" "axis axis" "words words"',
      rowGap: theme.spacing(0.25),
    },
  }),
  name: css({ gridArea: 'name', minWidth: 0 }),
  axis: css({ gridArea: 'axis', position: 'relative', height: theme.spacing(1.5) }),
  status: css({ gridArea: 'status', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
  words: css({ gridArea: 'words', minWidth: 0 }),
  /** A line that can be chosen. */
  choice: css({
    minHeight: theme.spacing(3.5),
    borderRadius: theme.shape.radius.default,
    cursor: 'pointer',
    // Secondary text is too hard to read on the colours of Grafana's actions.
    '&:hover': { background: theme.colors.background.secondary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '-2px' },
  }),
  /** The axis of a line, under its bar. */
  track: css({ background: theme.colors.background.secondary, borderRadius: theme.shape.radius.default }),
});
