import { Alert } from '@grafana/ui';
import React from 'react';
import { testIds } from '../testIds.ts';

/** Why there is no more to see, for who may not read traces. */
export function NoDetail() {
  return (
    <div data-testid={testIds.request.noAccess}>
      <Alert title="Attempts and content are for administrators" severity="info" bottomSpacing={0}>
        They name upstream keys and may hold what people wrote. An administrator of this Grafana can give you the role
        “TokenTrail request detail reader”.
      </Alert>
    </div>
  );
}
