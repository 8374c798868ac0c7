import { t, Trans } from '@grafana/i18n';
import { Stack, Text, TextLink } from '@grafana/ui';
import React from 'react';
import { formatQuantity } from '../format.ts';
import { dataSourcePath } from '../links.ts';
import { quotaOfDataSource } from '../store/grafana-stores.ts';
import { configTestIds } from '../configTestIds.ts';

/** What the settings of the data source say that pages show, and the link to change them. */
export function DataSourceSettings({ uid }: { uid: string }) {
  const quota = quotaOfDataSource(uid);
  return (
    <div data-testid={configTestIds.settings}>
      <Stack direction="column" gap={0.5} alignItems="flex-start">
        <Text>
          {quota === null
            ? t('configuration.data-source.no-quota', 'Quota units for 1 USD: not set, so there is no column Quota')
            : t('configuration.data-source.quota', 'Quota units for 1 USD: {{quota}}', {
                quota: formatQuantity(String(quota)),
              })}
        </Text>
        <TextLink href={dataSourcePath(uid)} inline={false}>
          <Trans i18nKey="configuration.data-source.open">Change quota, stores and accounts in the data source</Trans>
        </TextLink>
      </Stack>
    </div>
  );
}
