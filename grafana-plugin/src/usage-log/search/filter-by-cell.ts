import type { FilterCondition } from '@tokentrail/usage-store';
import { inOrder, listsValues, withCondition } from '../../filters/filters.ts';

/**
 * Adds the condition of a cell. The rows then have this value, so a condition that also allowed others is dropped: of
 * `status:4xx,500`, the filter for 404 leaves `status:404`.
 */
export function withCellFilter(conditions: readonly FilterCondition[], added: FilterCondition): FilterCondition[] {
  return added.exclude === true
    ? withCondition(conditions, added)
    : inOrder([...conditions.filter((other) => !isImplied(other, added)), added]);
}

/** Whether all records that meet `added` meet the other condition. */
function isImplied(other: FilterCondition, added: FilterCondition): boolean {
  if (other.field !== added.field || other.exclude === true) {
    return false;
  }
  if ('comparison' in other && 'comparison' in added) {
    return (
      other.comparison === added.comparison &&
      (added.comparison === '>='
        ? BigInt(other.value) <= BigInt(added.value)
        : BigInt(other.value) >= BigInt(added.value))
    );
  }
  return listsValues(other) && listsValues(added) && added.values.every((value) => allows(other.values, value));
}

function allows(values: readonly string[], value: string): boolean {
  return values.includes(value) || (/^\d{3}$/.test(value) && values.includes(`${value[0] ?? ''}xx`));
}
