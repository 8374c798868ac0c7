import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { useWidth } from '../../../charts/use-width.ts';

/** Until the width is known. */
const DEFAULT_COLUMNS = 80;
const MIN_COLUMNS = 24;
const SAMPLE = '0'.repeat(64);

/**
 * Characters of the monospaced font that fit into the width of an element, whose `ref` is the second value. Changes in steps, so
 * that a slow resize does not compute all rows again and again.
 */
export function useColumns(): [number, (element: HTMLElement | null) => void] {
  const theme = useTheme2();
  const [width, measure] = useWidth();
  const characterWidth = useMemo(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (context === null) {
      return 0;
    }
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || theme.typography.htmlFontSize || 1;
    context.font = `${parseFloat(theme.typography.bodySmall.fontSize ?? '') * rem}px ${theme.typography.fontFamilyMonospace}`;
    return context.measureText(SAMPLE).width / SAMPLE.length;
  }, [theme]);
  const fitting = characterWidth > 0 && width > 0 ? Math.floor(width / characterWidth) - MARGIN : DEFAULT_COLUMNS;
  return [Math.max(MIN_COLUMNS, fitting - (fitting % STEP)), measure];
}

/** Columns for the scrollbar and the padding. */
const MARGIN = 4;
const STEP = 4;
