import { t } from '@grafana/i18n';
import { RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { testIds } from '../../testIds.ts';
import type { Side, SideNames } from './sides.ts';

interface Props {
  sides: SideNames;
  side: Side;
  onSide: (side: Side) => void;
}

/** Chooses between the client's side, the provider's, and a comparison. Nothing if only one side was recorded. */
export function SideSwitch({ sides, side, onSide }: Props) {
  if (sides.client === undefined || sides.provider === undefined) {
    return null;
  }
  return (
    <div data-testid={testIds.request.contentSides}>
      <RadioButtonGroup<Side>
        size="sm"
        aria-label={t('request.content.side.label', 'Side')}
        value={side}
        onChange={onSide}
        options={[
          { value: 'compare', label: t('request.content.side.compare', 'Compare') },
          { value: 'client', label: t('request.content.side.client', 'Client') },
          { value: 'provider', label: t('request.content.side.provider', 'Provider') },
        ]}
      />
    </div>
  );
}
