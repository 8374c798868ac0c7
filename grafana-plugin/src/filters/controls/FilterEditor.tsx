import { NUMBER_FIELDS, TEXT_FIELDS, type DistinctField, type NumberField } from '@tokentrail/usage-store';
import React from 'react';
import type { FilterField, ValuesField } from '../filters.ts';
import type { SuggestValues } from '../search/use-completions.ts';
import type { FilterControl } from '../use-filter.ts';
import { NumberEditor } from './NumberEditor.tsx';
import { StreamEditor } from './StreamEditor.tsx';
import { SuggestedValuesEditor } from './SuggestedValuesEditor.tsx';
import { ValuesEditor } from './ValuesEditor.tsx';

interface Props {
  field: FilterField;
  filter: FilterControl;
  /** Null if the store has no suggestions. */
  suggestValues: SuggestValues | null;
}

/** Editor of the conditions on one field. */
export default function FilterEditor({ field, filter, suggestValues }: Props) {
  if (isNumberField(field)) {
    return <NumberEditor field={field} filter={filter} />;
  }
  if (field === 'stream') {
    return <StreamEditor filter={filter} />;
  }
  if (suggestValues !== null && isSuggested(field)) {
    return <SuggestedValuesEditor field={field} filter={filter} suggestValues={suggestValues} />;
  }
  return <ValuesEditor field={field as ValuesField} filter={filter} options={[]} />;
}

function isNumberField(field: FilterField): field is NumberField {
  return (NUMBER_FIELDS as readonly string[]).includes(field);
}

/** Types are known without the store; ids that differ in each record are not suggested. */
const NOT_SUGGESTED: readonly FilterField[] = ['type', 'request', 'trace', 'response'];

function isSuggested(field: FilterField): field is DistinctField {
  return Object.hasOwn(TEXT_FIELDS, field) && !NOT_SUGGESTED.includes(field);
}
