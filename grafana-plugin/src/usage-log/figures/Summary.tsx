import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React from 'react';
import { testIds } from '../../testIds.ts';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { FigureText } from '../../figures/FigureText.tsx';
import { moreTotals, type FigureGroup } from './more-figures.ts';
import { mainPercentiles, morePercentiles } from './percentile-figures.ts';
import { callsPerMinute } from './rate-figures.ts';
import type { SummaryFigure } from '../../figures/summary-figure.ts';
import { cachedFigure, mainTotals, runningFigure } from './totals-figures.ts';
import type { Figures } from './use-figures.ts';

interface Props {
  figures: Figures;
  /** Quota units for 1 USD; null if the data source has no quota. */
  quotaPerUsd: number | null;
  /** Whether the figures that do not fit one line are shown. */
  unfolded: boolean;
  onUnfold: (unfolded: boolean) => void;
}

/** Figures of the whole selection, not only of the loaded rows. */
export function Summary({ figures: { totals, percentiles }, quotaPerUsd, unfolded, onUnfold }: Props) {
  const styles = useStyles2(getStyles);
  if (totals === null) {
    return null;
  }
  const data = totals.value;
  const main = {
    totals: [...mainTotals(data?.totals ?? null), callsPerMinute(data), cachedFigure(data?.totals ?? null)],
    percentiles: mainPercentiles(percentiles?.value ?? null),
    last: data !== null && data.totals.running > 0 ? [runningFigure(data.totals)] : [],
  };
  return (
    <div data-testid={testIds.usageLog.summary} aria-busy={totals.loading || percentiles?.loading === true}>
      <div className={styles.line}>
        {totals.failure && <FigureFailure figure={totals} name={t('usage-log.figures.totals', 'Totals')} />}
        {(totals.failure === null || data !== null) && <Group figures={main.totals} isOutdated={totals.outdated} />}
        {percentiles?.failure && (
          <FigureFailure figure={percentiles} name={t('usage-log.figures.percentiles', 'Percentiles')} />
        )}
        {percentiles && (percentiles.failure === null || percentiles.value !== null) && (
          <Group figures={main.percentiles} isOutdated={percentiles.outdated} />
        )}
        <Group figures={main.last} isOutdated={totals.outdated} />
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon={unfolded ? 'angle-up' : 'angle-down'}
          aria-expanded={unfolded}
          onClick={() => onUnfold(!unfolded)}
        >
          {unfolded ? t('usage-log.figures.fewer', 'Fewer figures') : t('usage-log.figures.more', 'More figures')}
        </Button>
      </div>
      {unfolded && (
        <div className={styles.more} data-testid={testIds.usageLog.moreFigures}>
          {moreTotals(data, quotaPerUsd).map((group) => (
            <MoreFigures key={group.id} group={group} isOutdated={totals.outdated} />
          ))}
          {percentiles && <MoreFigures group={morePercentiles(percentiles.value)} isOutdated={percentiles.outdated} />}
        </div>
      )}
    </div>
  );
}

function MoreFigures({ group, isOutdated }: { group: FigureGroup; isOutdated: boolean }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="group" aria-label={group.label} className={styles.line}>
      <span className={styles.groupLabel}>{group.label}</span>
      <Group figures={group.figures} isOutdated={isOutdated} />
    </div>
  );
}

function Group({ figures, isOutdated }: { figures: readonly SummaryFigure[]; isOutdated: boolean }) {
  return figures.map((figure) => <FigureText key={figure.id} figure={figure} isOutdated={isOutdated} />);
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
    // As high as the button, so that lines have the same distance.
    lineHeight: theme.spacing(theme.components.height.sm),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  more: css({ paddingBottom: theme.spacing(0.5) }),
  // So wide that the figures of all lines begin below each other.
  groupLabel: css({ minWidth: theme.spacing(7) }),
});
