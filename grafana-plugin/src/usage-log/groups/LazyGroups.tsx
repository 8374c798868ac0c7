import type { TimeZone } from '@grafana/data';
import React, { lazy, Suspense } from 'react';
import type { GroupView } from '../../layout-parameters.ts';
import type { UsageLogState } from '../../links.ts';
import { withCondition } from '../../filters/filters.ts';
import type { FilterControl } from '../../filters/use-filter.ts';
import type { Selection } from '../use-selection.ts';

const GroupedRows = lazy(() => import('./GroupedRows.tsx'));

interface Props {
  by: GroupView;
  selection: Selection;
  filter: FilterControl;
  onChange: (change: Partial<UsageLogState>) => void;
  timeZone: TimeZone;
  onLoading: (loading: boolean) => void;
}

/** The selected records in groups, loaded when the user first groups them. */
export function LazyGroups({ by, selection, filter, onChange, timeZone, onLoading }: Props) {
  return (
    <Suspense fallback={null}>
      <GroupedRows
        {...{ selection, timeZone, onLoading }}
        view={by}
        onShowRows={(conditions) =>
          onChange({ by: null, conditions: conditions.reduce(withCondition, [...filter.filter.conditions]) })
        }
      />
    </Suspense>
  );
}
