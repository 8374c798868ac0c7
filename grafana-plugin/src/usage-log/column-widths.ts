import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { measureText } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import { COLUMN_GAP, COLUMNS, type Column } from './columns.tsx';

/** Widths of the table, as CSS. */
export interface TableWidths {
  /** Grid tracks of the header and the rows. */
  tracks: string;
  /** Width below which the table scrolls sideways. */
  min: string;
}

/** Width of the column with the expand button, in units of the theme's spacing. */
const EXPAND_WIDTH = 3;
/** Padding of a row on both sides, in units of the theme's spacing. */
const ROW_PADDING = 2;
/** Only the first rows are measured, so that more rows do not change the widths. */
const MEASURED_ROWS = 100;
/** Longer texts are cut off; the tooltip shows them. */
const MAX_CONTENT_WIDTH = 320;
/** Shares of growing columns are multiples of this, so that most refreshes do not change them. */
const SHARE_STEP = 16;

/**
 * Widths of the columns. One that grows has a share of the free width in proportion to its longest text, the others are as
 * wide as their content.
 */
export function tableWidths(theme: GrafanaTheme2, records: readonly UsageRecord[], timeZone: TimeZone): TableWidths {
  const measured = records.slice(0, MEASURED_ROWS);
  const unit = theme.spacing.gridSize;
  const columns = COLUMNS.map((column) => {
    const content = Math.min(contentWidth(theme, column, measured, timeZone), MAX_CONTENT_WIDTH);
    const min = column.width.min * unit;
    return column.width.grows
      ? { min, track: `minmax(${min}px, ${Math.ceil(Math.max(content, min) / SHARE_STEP) * SHARE_STEP}fr)` }
      : { min: Math.max(content, min), track: `${Math.max(content, min)}px` };
  });
  const gaps = COLUMNS.length * COLUMN_GAP * unit;
  const min = columns.reduce((sum, column) => sum + column.min, (EXPAND_WIDTH + ROW_PADDING) * unit + gaps);
  return { tracks: [`${EXPAND_WIDTH * unit}px`, ...columns.map(({ track }) => track)].join(' '), min: `${min}px` };
}

/** Width of the longest text in whole pixels; 0 for a column that is not measured. */
function contentWidth(
  theme: GrafanaTheme2,
  { measured }: Column,
  records: readonly UsageRecord[],
  timeZone: TimeZone,
): number {
  if (measured === undefined) {
    return 0;
  }
  const texts = records.map((record) => measured(record, timeZone) ?? '');
  const longest = texts.reduce((a, b) => (b.length > a.length ? b : a), '');
  // The rest of a long text is cut off anyway. Cells have digits of equal width, as wide as 0.
  const sample = longest.slice(0, MAX_CONTENT_WIDTH).replace(/\d/g, '0');
  return Math.ceil(measureText(sample, fontSize(theme)).width);
}

/** Font size of the rows in pixels. */
function fontSize({ typography }: GrafanaTheme2): number {
  return Number.parseFloat(typography.bodySmall.fontSize) * (typography.htmlFontSize ?? typography.fontSize);
}
