import { DEFAULT_COLUMNS, DEFAULT_DENSITY } from './column-set.ts';
import { DEFAULT_STATE, parseUsageLog, writeUsageLog, type UsageLogState } from './links.ts';

/** Filters, order and layout of the usage log under a name. */
export interface SavedView {
  name: string;
  /** As in the URL of the usage log. */
  search: string;
}

/** The parts of the state that no view has: they say when and where to look. */
const { from, to, tz, refresh, ds, open } = DEFAULT_STATE;
const NOT_IN_VIEWS = { from, to, tz, refresh, ds, open };

/** The view of a state. It names its columns also if they are the default, because the user's own ones may differ. */
export function searchOfView(state: UsageLogState): string {
  const { columns, density } = state;
  return writeUsageLog({
    ...state,
    ...NOT_IN_VIEWS,
    columns: columns ?? DEFAULT_COLUMNS,
    density: density ?? DEFAULT_DENSITY,
  }).toString();
}

/** What a view changes in the state of the usage log. */
export function stateOfView({ search }: SavedView): Partial<UsageLogState> {
  const { by, conditions, q, sort, limit, columns, density } = parseUsageLog(new URLSearchParams(search)).state;
  return { by, conditions, q, sort, limit, columns, density };
}

/** Reads views from the user's settings. What is no view is left out. */
export function parseViews(text: string): SavedView[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.filter(isView) : [];
}

function isView(value: unknown): value is SavedView {
  const view = value as Partial<Record<keyof SavedView, unknown>> | null;
  return typeof view === 'object' && typeof view?.name === 'string' && typeof view.search === 'string';
}

/** Adds a view, or replaces the one of the same name; in the order of their names. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return [...withoutView(views, view.name), view].sort((a, b) => a.name.localeCompare(b.name));
}

export function withoutView(views: readonly SavedView[], name: string): SavedView[] {
  return views.filter((view) => view.name !== name);
}
