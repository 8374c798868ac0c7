import React from 'react';
import { ErrorGroups } from './ErrorGroups.tsx';
import { fieldOf } from './group-view.ts';
import type { GroupsProps } from './groups-props.ts';
import { RecordGroups } from './RecordGroups.tsx';

/** The selected records in groups. Loaded on first use. */
export default function GroupedRows(props: GroupsProps) {
  const field = fieldOf(props.view);
  return field === null ? <ErrorGroups {...props} /> : <RecordGroups key={field} {...props} field={field} />;
}
