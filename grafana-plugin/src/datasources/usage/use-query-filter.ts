import { useMemo } from 'react';
import { filterOf, filterOfText, inOrder, stateOf, textOf } from '../../filters/filters.ts';
import type { FilterControl } from '../../filters/use-filter.ts';
import { hasVariables } from './interpolate.ts';

/**
 * The filter of a query, whose only state is its search text. Parts that are readable only once their variables have values, such as
 * `cost:>$min`, stay in the text and have no control.
 *
 * @param onType called with each text that the user types
 * @param onChoose called with the text after a control has changed the filter
 */
export function useQueryFilter(
  text: string,
  onType: (text: string) => void,
  onChoose: (text: string) => void,
): FilterControl {
  const read = useMemo(() => {
    const { filter, problems } = filterOfText(text);
    return {
      filter: stateOf(filter),
      problems: problems.filter(({ part }) => !hasVariables(part)),
      withVariables: problems.map(({ part }) => part).filter(hasVariables),
    };
  }, [text]);
  const { filter, problems, withVariables } = read;
  const setFilter: FilterControl['setFilter'] = (change) => {
    const next = { ...filter, ...change };
    const printed = textOf(filterOf({ ...next, conditions: inOrder(next.conditions) }));
    onChoose([printed, ...withVariables].filter((part) => part !== '').join(' '));
  };
  return {
    filter,
    text,
    problems,
    setText: onType,
    setFilter,
    setConditions: (conditions) => setFilter({ conditions }),
  };
}
