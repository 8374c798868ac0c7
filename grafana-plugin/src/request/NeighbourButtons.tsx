import { t } from '@grafana/i18n';
import { IconButton } from '@grafana/ui';
import React from 'react';
import { testIds } from '../testIds.ts';
import type { RequestNeighbours } from './use-neighbours.ts';

/** The requests before and after one in the list. */
export function NeighbourButtons({ previous, next }: RequestNeighbours) {
  return (
    <>
      <IconButton
        name="arrow-up"
        disabled={previous === null}
        tooltip={t('request.drawer.previous', 'Previous request (Alt+↑)')}
        onClick={() => previous?.()}
        data-testid={testIds.request.previous}
      />
      <IconButton
        name="arrow-down"
        disabled={next === null}
        tooltip={t('request.drawer.next', 'Next request (Alt+↓)')}
        onClick={() => next?.()}
        data-testid={testIds.request.next}
      />
    </>
  );
}
