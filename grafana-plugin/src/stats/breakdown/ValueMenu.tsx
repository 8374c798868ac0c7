import { locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Dropdown, IconButton, Menu, useStyles2 } from '@grafana/ui';
import { conditionsOfSeriesValue, SERIES_FIELDS, type SeriesField } from '@tokentrail/usage-store';
import React from 'react';
import { MenuLink } from '../../components/MenuLink.tsx';
import { targetSize } from '../../components/target-size.ts';
import { testIds } from '../../testIds.ts';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { useValueLabel } from '../dimension/use-value-label.ts';
import type { StatsPartProps } from '../stats-props.ts';

interface Props extends Pick<StatsPartProps, 'logPath' | 'statsPath'> {
  field: SeriesField;
  value: string;
}

/** Menu of a value: filters for it or out, shows its rows, and breaks its figures down by another dimension. */
export function ValueMenu(props: Props) {
  const target = useStyles2(targetSize);
  const label = useValueLabel(props.field, props.value);
  return (
    <Dropdown overlay={() => <ValueMenuItems {...props} />} placement="bottom-start">
      <IconButton
        name="ellipsis-v"
        className={target}
        aria-label={t('stats.breakdown.menu', 'Menu of {{value}}', {
          value: label,
          interpolation: { escapeValue: false },
        })}
        data-testid={testIds.stats.valueMenu}
      />
    </Dropdown>
  );
}

function ValueMenuItems({ field, value, logPath, statsPath }: Props) {
  const conditions = conditionsOfSeriesValue(field, value);
  const [only] = conditions;
  const others = SERIES_FIELDS.filter((other) => other !== field);
  return (
    <Menu>
      <Item
        icon="search-plus"
        label={t('stats.breakdown.filter-for', 'Filter for value')}
        path={statsPath(conditions)}
      />
      {/* Records that meet not all of several conditions are no filter. */}
      {only !== undefined && conditions.length === 1 && (
        <Item
          icon="search-minus"
          label={t('stats.breakdown.filter-out', 'Filter out value')}
          path={statsPath([{ ...only, exclude: true }])}
        />
      )}
      <Item
        icon="list-ul"
        label={t('stats.breakdown.show-rows', 'Show rows in usage log')}
        path={logPath({ conditions })}
      />
      <Menu.Group label={t('stats.breakdown.break-down-by', 'Break down by')}>
        {others.map((other) => (
          <Item key={other} label={filterLabel(other)} path={statsPath(conditions, { split: other })} />
        ))}
      </Menu.Group>
    </Menu>
  );
}

interface ItemProps {
  label: string;
  path: string;
  icon?: 'search-plus' | 'search-minus' | 'list-ul';
}

function Item({ path, ...props }: ItemProps) {
  return <MenuLink {...props} href={locationUtil.assureBaseUrl(path)} testId={testIds.stats.valueMenuItem} />;
}
