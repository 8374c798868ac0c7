import { css } from '@emotion/css';
import { getLocaleData, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { HoursOfWeek } from '@tokentrail/usage-store';
import React, { useCallback, useState } from 'react';
import { Section } from '../../components/Section.tsx';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { useFigure } from '../../figures/use-figure.ts';
import { zoneName } from '../../format.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import type { StatsPartProps, StatsSelection } from '../stats-props.ts';
import {
  HOUR_FIGURES,
  highestHour,
  hourFigureLabel,
  hourText,
  hourValue,
  type HourCell,
  type HourFigure,
} from './hour-figures.ts';
import { weekdaysFrom } from './hour-spans.ts';
import { HourGrid } from './HourGrid.tsx';
import { HourLegend } from './HourLegend.tsx';
import { HourMenu } from './HourMenu.tsx';

/** At which hours of the week the selected calls start. Read after the series. */
export function PeakHours({ selection, timeZone, series, logPath }: StatsPartProps) {
  const styles = useStyles2(getStyles);
  const [figure, setFigure] = useState<HourFigure>('calls');
  const { ledger } = useLedger().stores;
  const read = useCallback(
    ({ range, filter }: StatsSelection, signal: AbortSignal) =>
      ledger.hoursOfWeek({ range, filter, timeZone: zoneName(timeZone), signal }),
    [ledger, timeZone],
  );
  const hours = useFigure(read, series.loading ? null : selection, selection.id, ledger);
  const title = t('stats.peak-hours.title', 'Peak hours');
  return (
    <Section
      level={2}
      title={title}
      aside={
        <RadioButtonGroup
          size="sm"
          aria-label={t('stats.peak-hours.figure', 'Figure of the colours')}
          options={HOUR_FIGURES.map((value) => ({ value, label: hourFigureLabel(value) }))}
          value={figure}
          onChange={setFigure}
        />
      }
    >
      {hours.failure && <FigureFailure figure={hours} name={title} />}
      <div className={styles.hours} aria-busy={hours.loading || hours.outdated}>
        {hours.value === null ? (
          hours.failure === null && <LoadingPlaceholder text={t('stats.peak-hours.loading', 'Loading hours…')} />
        ) : (
          <Hours hours={hours.value} {...{ figure, selection, timeZone, logPath }} />
        )}
      </div>
    </Section>
  );
}

interface HoursProps extends Pick<StatsPartProps, 'selection' | 'timeZone' | 'logPath'> {
  hours: HoursOfWeek;
  figure: HourFigure;
}

function Hours({ hours: { cells }, figure, selection: { range }, timeZone, logPath }: HoursProps) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState<{ cell: HourCell; anchor: HTMLElement } | null>(null);
  const highest = highestHour(cells, figure);
  return (
    <>
      <HourGrid
        {...{ cells, figure, timeZone }}
        highest={highest === null ? 0 : hourValue(highest, figure)}
        weekdays={weekdaysFrom(getLocaleData().firstDayOfWeek())}
        onOpen={(cell, anchor) => setOpen({ cell, anchor })}
      />
      <div className={styles.footer}>
        <span>
          {t('stats.peak-hours.zone', 'Times in {{zone}}', {
            zone: zoneName(timeZone),
            interpolation: { escapeValue: false },
          })}
        </span>
        {highest && <HourLegend figure={figure} highest={hourText(highest, figure)} />}
      </div>
      {open && <HourMenu {...open} {...{ range, timeZone, logPath }} onClose={() => setOpen(null)} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Title, seven days and legend, so that nothing moves when they are read.
  hours: css({ minHeight: theme.spacing(30), '&[aria-busy="true"]': { opacity: 0.6 } }),
  footer: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    paddingTop: theme.spacing(1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
