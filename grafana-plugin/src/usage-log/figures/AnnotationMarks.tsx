import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Histogram, TimeRange } from '@tokentrail/usage-store';
import React from 'react';
import type { Annotation } from '../../store/stores.ts';
import { testIds } from '../../testIds.ts';

interface Props {
  annotations: readonly Annotation[];
  histogram: Histogram;
}

/** Lines and regions of annotations, as in Grafana's graphs. The tooltip of the bucket has their texts. */
export function AnnotationMarks({ annotations, histogram: { buckets, bucketMs } }: Props) {
  const styles = useStyles2(getStyles);
  const startMs = buckets[0]?.startMs ?? 0;
  const lengthMs = buckets.length * bucketMs;
  const percent = (ms: number) => Math.min(Math.max(((ms - startMs) / lengthMs) * 100, 0), 100);
  return annotations.map(({ id, fromMs, toMs }) => (
    <div
      key={id}
      className={cx(styles.mark, toMs > fromMs && styles.region)}
      style={{ left: `${percent(fromMs)}%`, width: `${percent(toMs) - percent(fromMs)}%` }}
      data-testid={testIds.usageLog.annotation}
    />
  ));
}

/** Annotations in a time range or so near that the pointer may mean them. */
export function annotationsNear(annotations: readonly Annotation[], range: TimeRange, nearMs: number): Annotation[] {
  return annotations.filter(({ fromMs, toMs }) => fromMs < range.toMs + nearMs && toMs >= range.fromMs - nearMs);
}

const getStyles = (theme: GrafanaTheme2) => {
  const line = `1px dashed ${theme.colors.primary.text}`;
  return {
    mark: css({ position: 'absolute', top: 0, bottom: 0, borderLeft: line, pointerEvents: 'none' }),
    region: css({ borderRight: line, background: theme.colors.primary.transparent }),
  };
};
