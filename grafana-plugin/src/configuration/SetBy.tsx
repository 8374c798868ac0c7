import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';
import type { Setting } from '@tokentrail/usage-store';
import React from 'react';
import { NameText } from '../components/NameText.tsx';
import { formatDay } from '../format.ts';

/** Who set a setting of the ledger, and when. */
export function SetBy({ setting: { setBy, setAtMs }, timeZone }: { setting: Setting<unknown>; timeZone: TimeZone }) {
  return (
    <Text color="secondary" variant="bodySmall">
      <NameText
        text={t('configuration.set-by', 'Stated by {{name}}, {{time}}', {
          name: setBy,
          time: formatDay(String(BigInt(Math.trunc(setAtMs)) * 1_000_000n), timeZone),
          interpolation: { escapeValue: false },
        })}
      />
    </Text>
  );
}
