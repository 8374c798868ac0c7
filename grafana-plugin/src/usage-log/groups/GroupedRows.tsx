import type { TimeZone } from '@grafana/data';
import type { FilterCondition } from '@tokentrail/usage-store';
import React from 'react';
import type { GroupView } from '../../layout-parameters.ts';
import type { Selection } from '../use-selection.ts';
import { ErrorGroups } from './ErrorGroups.tsx';
import { fieldOf } from './group-view.ts';
import { RecordGroups } from './RecordGroups.tsx';

export interface GroupsProps {
  view: GroupView;
  selection: Selection;
  timeZone: TimeZone;
  /** Shows the rows that meet these conditions besides the filter. */
  onShowRows: (conditions: readonly FilterCondition[]) => void;
  /** Called when loading begins and ends. */
  onLoading: (loading: boolean) => void;
}

/** The selected records in groups. Loaded on first use. */
export default function GroupedRows(props: GroupsProps) {
  const field = fieldOf(props.view);
  return field === null ? <ErrorGroups {...props} /> : <RecordGroups key={field} {...props} field={field} />;
}
