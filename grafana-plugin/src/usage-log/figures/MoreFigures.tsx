import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { figureLine } from './figure-line.ts';
import { FigureTexts } from './FigureTexts.tsx';
import { moreTotals, type FigureGroup } from './more-figures.ts';
import { morePercentiles } from './percentile-figures.ts';
import type { Figures } from './use-figures.ts';

interface Props {
  totals: NonNullable<Figures['totals']>;
  percentiles: Figures['percentiles'];
  /** Quota units for 1 USD; null if the data source has no quota. */
  quotaPerUsd: number | null;
}

/** Figures that do not fit one line, by their subject. */
export default function MoreFigures({ totals, percentiles, quotaPerUsd }: Props) {
  return (
    <>
      {moreTotals(totals.value, quotaPerUsd).map((group) => (
        <FigureLine key={group.id} group={group} isOutdated={totals.outdated} />
      ))}
      {percentiles && <FigureLine group={morePercentiles(percentiles.value)} isOutdated={percentiles.outdated} />}
    </>
  );
}

function FigureLine({ group, isOutdated }: { group: FigureGroup; isOutdated: boolean }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="group" aria-label={group.label} className={styles.line}>
      <span className={styles.label}>{group.label}</span>
      <FigureTexts figures={group.figures} isOutdated={isOutdated} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: figureLine(theme),
  // So wide that the figures of all lines begin below each other.
  label: css({ minWidth: theme.spacing(7) }),
});
