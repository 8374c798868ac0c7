import { locationUtil, type TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Dropdown, IconButton, Menu, useStyles2 } from '@grafana/ui';
import { conditionsOfSeriesValue, type MonthDays, type SeriesField } from '@tokentrail/usage-store';
import React from 'react';
import { MenuLink } from '../../components/MenuLink.tsx';
import { targetSize } from '../../components/target-size.ts';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { formatMonth } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import { useValueLabel } from '../dimension/use-value-label.ts';
import type { StatsPartProps } from '../stats-props.ts';
import { PREVIOUS_MONTH, THIS_MONTH } from './month-days.ts';
import type { SpendField } from './spend-rows.ts';

interface Props extends Pick<StatsPartProps, 'statsPath'> {
  field: SpendField;
  value: string;
  days: MonthDays;
  timeZone: TimeZone;
}

/** What explains a spend. */
const REASONS: readonly SeriesField[] = ['request_model', 'group', 'key', 'user', 'endpoint'];

/** Menu of a value: why it spent as much in one of the months, by another dimension. */
export function SpendMenu(props: Props) {
  const target = useStyles2(targetSize);
  const label = useValueLabel(props.field, props.value);
  return (
    <Dropdown overlay={() => <SpendMenuItems {...props} />} placement="bottom-start">
      <IconButton
        name="ellipsis-v"
        className={target}
        aria-label={t('stats.spend.menu', 'Explain the spend of {{value}}', {
          value: label,
          interpolation: { escapeValue: false },
        })}
        data-testid={testIds.stats.valueMenu}
      />
    </Dropdown>
  );
}

function SpendMenuItems({ field, value, days, timeZone, statsPath }: Props) {
  const conditions = conditionsOfSeriesValue(field, value);
  const reasons = REASONS.filter((reason) => reason !== field);
  return (
    <Menu>
      {[
        { ...THIS_MONTH, startMs: days.month.fromMs },
        { ...PREVIOUS_MONTH, startMs: days.previous.fromMs },
      ].map(({ from, to, startMs }) => {
        const month = formatMonth(startMs, timeZone);
        return (
          <Menu.Group key={from} label={month} ariaLabel={month}>
            {reasons.map((split) => (
              <MenuLink
                key={split}
                label={t('stats.spend.by', 'By {{dimension}}', { dimension: filterLabel(split).toLowerCase() })}
                ariaLabel={t('stats.spend.month-by', '{{month}} by {{dimension}}', {
                  month,
                  dimension: filterLabel(split).toLowerCase(),
                })}
                href={locationUtil.assureBaseUrl(statsPath(conditions, { from, to, split }))}
                testId={testIds.stats.valueMenuItem}
              />
            ))}
          </Menu.Group>
        );
      })}
    </Menu>
  );
}
