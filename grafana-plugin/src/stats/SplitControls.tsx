import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Combobox, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { SERIES_FIELDS, type SeriesField, type SeriesRank } from '@tokentrail/usage-store';
import React, { useId } from 'react';
import { filterLabel } from '../filters/controls/filter-words.ts';
import type { StatsView } from '../stats-parameters.ts';
import { testIds } from '../testIds.ts';

interface Props {
  view: StatsView;
  onChange: (change: Partial<StatsView>) => void;
  /** Whether the page also shows the attempts at providers. */
  mayReadAttempts: boolean;
}

const NONE = 'none';

/** By which dimension the page splits its figures, and which values of it come first. */
export function SplitControls({ view: { split, rank }, onChange, mayReadAttempts }: Props) {
  const styles = useStyles2(getStyles);
  const byId = useId();
  const options: { value: SeriesField | typeof NONE; label: string }[] = [
    ...SERIES_FIELDS.map((value) => ({ value, label: filterLabel(value) })),
    { value: NONE, label: t('stats.split.none', 'Nothing') },
  ];
  return (
    <div className={styles.controls}>
      <span id={byId}>
        <Trans i18nKey="stats.split.by">By</Trans>
      </span>
      <div data-testid={testIds.stats.by}>
        <Combobox
          aria-labelledby={byId}
          width={24}
          options={options}
          value={split ?? NONE}
          onChange={({ value }) => onChange({ split: value === NONE ? null : value })}
        />
      </div>
      {split !== null && (
        <div className={styles.controls} data-testid={testIds.stats.rank}>
          <span aria-hidden>{t('stats.split.rank', 'ranked by')}</span>
          <RadioButtonGroup
            aria-label={t('stats.split.rank-label', 'Rank by')}
            options={rankOptions()}
            value={rank}
            onChange={(chosen) => onChange({ rank: chosen })}
          />
        </div>
      )}
      {split === 'provider' && (
        <span className={styles.note}>
          {mayReadAttempts
            ? t(
                'stats.split.provider-and-attempts',
                'By the provider that responded. The attempts at all providers are below.',
              )
            : t('stats.split.provider-responded', 'By the provider that responded, also if another one failed before.')}
        </span>
      )}
    </div>
  );
}

function rankOptions(): { value: SeriesRank; label: string }[] {
  return [
    { value: 'cost', label: t('stats.split.rank-cost', 'Cost') },
    { value: 'calls', label: t('stats.split.rank-calls', 'Calls') },
    { value: 'tokens', label: t('stats.split.rank-tokens', 'Tokens') },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  note: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
