import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { testIds } from '../../testIds.ts';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { figureLine } from './figure-line.ts';
import { FigureTexts } from './FigureTexts.tsx';
import { mainPercentiles } from './percentile-figures.ts';
import { callsPerMinute } from './rate-figures.ts';
import { cachedFigure, mainTotals, runningFigure } from './totals-figures.ts';
import type { Figures } from './use-figures.ts';

/** Loaded when the user asks for them. */
const MoreFigures = lazy(() => import('./MoreFigures.tsx'));
/** Lines of these figures, whose height is reserved while they load. */
const MORE_LINES = 4;

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
        {(totals.failure === null || data !== null) && (
          <FigureTexts figures={main.totals} isOutdated={totals.outdated} />
        )}
        {percentiles?.failure && (
          <FigureFailure figure={percentiles} name={t('usage-log.figures.percentiles', 'Percentiles')} />
        )}
        {percentiles && (percentiles.failure === null || percentiles.value !== null) && (
          <FigureTexts figures={main.percentiles} isOutdated={percentiles.outdated} />
        )}
        <FigureTexts figures={main.last} isOutdated={totals.outdated} />
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
          <Suspense fallback={null}>
            <MoreFigures {...{ totals, percentiles, quotaPerUsd }} />
          </Suspense>
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: figureLine(theme),
  more: css({
    minHeight: theme.spacing(MORE_LINES * theme.components.height.sm + 0.5),
    paddingBottom: theme.spacing(0.5),
  }),
});
