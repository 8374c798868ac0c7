import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { measureText } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import type { ColumnId } from '../column-set.ts';
import { COLUMN_GAP, type Column } from './columns/column.ts';

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
/** Width of the arrow of a sorted column, in units of the theme's spacing. */
const SORT_WIDTH = 1.5;
/** Only the first rows are measured, so that more rows do not change the widths. */
const MEASURED_ROWS = 100;
/** Longer texts are cut off; the tooltip shows them. */
const MAX_CONTENT_WIDTH = 320;
/** Shares of growing columns are multiples of this, so that most refreshes do not change them. */
const SHARE_STEP = 16;
/** Text in a cell may be wider than on the canvas by a fraction of a pixel for each of its words. */
const ROUNDING = 2;

/**
 * Widths of the columns. One that the user has resized keeps its width. Any other is at least as wide as its title. One that grows needs the width of its longest text, down
 * to its minimum, and has a share of the free width in proportion to that text; the others are as wide as their content.
 */
export function tableWidths(
  theme: GrafanaTheme2,
  columns: readonly Column[],
  records: readonly UsageRecord[],
  timeZone: TimeZone,
  chosenPx: ReadonlyMap<ColumnId, number> = new Map(),
): TableWidths {
  const measured = records.slice(0, MEASURED_ROWS);
  const unit = theme.spacing.gridSize;
  const widths = columns.map((column) => {
    const px = chosenPx.get(column.id);
    if (px !== undefined) {
      return { min: px, track: `${px}px` };
    }
    const title =
      textWidth(theme, column.title(), theme.typography.fontWeightMedium) + (column.sort ? SORT_WIDTH * unit : 0);
    const content = Math.max(contentWidth(theme, column, measured, timeZone), title);
    const min = column.width.min * unit;
    return column.width.grows
      ? growing(Math.min(content, min), content)
      : { min: Math.max(content, min), track: `${Math.max(content, min)}px` };
  });
  const gaps = columns.length * COLUMN_GAP * unit;
  const min = widths.reduce((sum, column) => sum + column.min, (EXPAND_WIDTH + ROW_PADDING) * unit + gaps);
  return { tracks: [`${EXPAND_WIDTH * unit}px`, ...widths.map(({ track }) => track)].join(' '), min: `${min}px` };
}

function growing(min: number, content: number) {
  return { min, track: `minmax(${min}px, ${Math.ceil(content / SHARE_STEP) * SHARE_STEP}fr)` };
}

/** Texts that are shorter than the longest one by more characters are narrower: measuring each text would take too long. */
const SIMILAR_LENGTH = 3;

/** Width of the widest text; 0 for a column that is not measured. */
function contentWidth(
  theme: GrafanaTheme2,
  { measured }: Column,
  records: readonly UsageRecord[],
  timeZone: TimeZone,
): number {
  if (measured === undefined) {
    return 0;
  }
  // Digits are equally wide.
  const texts = new Set(records.map((record) => (measured(record, timeZone) ?? '').replace(/\d/g, '0')));
  const longest = Math.max(0, ...[...texts].map(({ length }) => length));
  const similar = [...texts].filter(({ length }) => length >= longest - SIMILAR_LENGTH);
  return Math.max(0, ...similar.map((text) => textWidth(theme, text)));
}

/** Width of a text of the table in whole pixels. */
function textWidth({ typography }: GrafanaTheme2, text: string, weight = typography.fontWeightRegular): number {
  // The rest of a long text is cut off anyway. Cells have digits of equal width, as wide as 0.
  const sample = text.slice(0, MAX_CONTENT_WIDTH).replace(/\d/g, '0');
  const rem = typography.htmlFontSize ?? typography.fontSize;
  const { width } = measureText(sample, Number.parseFloat(typography.bodySmall.fontSize) * rem, weight);
  // The rows inherit the letter spacing of Grafana's page, in pixels of its font.
  const spacing = Number.parseFloat(typography.body.letterSpacing ?? '0') * rem * sample.length;
  return Math.min(Math.ceil(width + spacing) + ROUNDING, MAX_CONTENT_WIDTH);
}
