import { locationUtil, type TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ContextMenu, Menu } from '@grafana/ui';
import type { TimeRange } from '@tokentrail/usage-store';
import React, { useMemo } from 'react';
import { MenuLink } from '../../components/MenuLink.tsx';
import { formatTimeSpan } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import type { StatsPartProps } from '../stats-props.ts';
import type { HourCell } from './hour-figures.ts';
import { hourName } from './hour-name.ts';
import { spansOfHour } from './hour-spans.ts';

interface Props extends Pick<StatsPartProps, 'logPath'> {
  cell: HourCell;
  range: TimeRange;
  timeZone: TimeZone;
  /** Element at which the menu opens. */
  anchor: HTMLElement;
  onClose: () => void;
}

/** A longer menu is not for reading. */
const MAX_SPANS = 15;

/** Menu of an hour of the week: the times of the range that belong to it, each with its rows in the usage log. */
export function HourMenu({ cell, range, timeZone, anchor, logPath, onClose }: Props) {
  const spans = useMemo(() => spansOfHour(range, timeZone, cell), [range, timeZone, cell]);
  const { left, bottom } = useMemo(() => anchor.getBoundingClientRect(), [anchor]);
  const shown = spans.slice(0, MAX_SPANS);
  const close = () => {
    onClose();
    anchor.focus();
  };
  return (
    <ContextMenu
      x={left}
      y={bottom}
      onClose={close}
      renderMenuItems={() => (
        <Menu.Group label={hourName(cell, timeZone)} ariaLabel={hourName(cell, timeZone)}>
          {shown.map((span) => (
            <MenuLink
              key={span.fromMs}
              label={t('stats.peak-hours.show-rows', 'Rows of {{time}}', {
                time: formatTimeSpan(span.fromMs, span.toMs, timeZone),
                interpolation: { escapeValue: false },
              })}
              icon="list-ul"
              href={locationUtil.assureBaseUrl(logPath({ range: span }))}
              testId={testIds.stats.hourMenuItem}
            />
          ))}
          {shown.length < spans.length && (
            <Menu.Item
              disabled
              label={t('stats.peak-hours.older', '', {
                count: spans.length - shown.length,
                defaultValue_one: 'and {{count}} week before',
                defaultValue_other: 'and {{count}} weeks before',
              })}
            />
          )}
        </Menu.Group>
      )}
    />
  );
}
