import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Outcome } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import React, { type ReactNode } from 'react';
import { HistogramSection } from './HistogramSection.tsx';
import { NewestRecordText } from './NewestRecordText.tsx';
import { Summary } from './Summary.tsx';
import type { Figures } from './use-figures.ts';

interface Props {
  figures: Figures;
  /** Quota units for 1 USD; null if the data source has no quota. */
  quotaPerUsd: number | null;
  /** Whether the figures that do not fit one line are shown. */
  unfolded: boolean;
  onUnfold: (unfolded: boolean) => void;
  /** Whether the histogram is shown. Null: the store has none. */
  histogramShown: boolean | null;
  onShowHistogram: (shown: boolean) => void;
  timeZone: TimeZone;
  /** Narrows the selection to a time range. */
  onRange: (range: TimeRange) => void;
  onZoomOut: () => void;
  /** Outcomes that the filter includes. */
  filteredOutcomes: readonly Outcome[];
  onFilterOutcome: (outcome: Outcome, include: boolean) => void;
  /** State of the rows, at the end of the last line. */
  children: ReactNode;
}

/** Figures of the selection, above its rows. */
export default function FiguresBar(props: Props) {
  const { figures, quotaPerUsd, histogramShown, onShowHistogram, timeZone, children } = props;
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.bar}>
      <Summary {...{ figures, quotaPerUsd }} unfolded={props.unfolded} onUnfold={props.onUnfold} />
      <HistogramSection
        histogram={figures.histogram}
        annotations={figures.annotations}
        shown={histogramShown}
        onShow={onShowHistogram}
        timeZone={timeZone}
        onRange={props.onRange}
        onZoomOut={props.onZoomOut}
        filtered={props.filteredOutcomes}
        onFilter={props.onFilterOutcome}
      >
        {figures.newest !== undefined && <NewestRecordText newest={figures.newest} timeZone={timeZone} />}
        {children}
      </HistogramSection>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
});
