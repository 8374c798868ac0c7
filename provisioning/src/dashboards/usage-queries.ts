import type { DataSourceRef } from './dashboard.ts';

export const USAGE: DataSourceRef = { type: 'tokentrail-usage-datasource', uid: '${ds}' };

/** The records that the variables select. "All" is no filter. */
const SELECTED = 'model:$model group:$group service:$service environment:$environment';

interface Options {
  /** A search for some of the selected records. Default: all of them. */
  search?: string;
  figures: readonly string[];
  /** The field by whose values the figures are split. Default: they are not split. */
  by?: string;
  /** Number of values with figures of their own. */
  top?: number;
  /** Name of the series. Default: the value of `by`, or the figure. */
  legend?: string;
}

/** Figures of the whole range, exact: one row, or one for each value of `by`. */
export function totals(refId: string, { search = '', ...query }: Options): object {
  return { refId, datasource: USAGE, queryType: 'totals', search: selected(search), ...query };
}

/** Figures over time, exact. */
export function series(refId: string, { search = '', ...query }: Options): object {
  return { refId, datasource: USAGE, queryType: 'series', search: selected(search), ...query };
}

/** The newest records, or the first by another order. */
export function records(refId: string, limit: number, search: string, sort = 'time'): object {
  return { refId, datasource: USAGE, queryType: 'records', search: selected(search), limit, sort };
}

function selected(search: string): string {
  return search === '' ? SELECTED : `${SELECTED} ${search}`;
}
