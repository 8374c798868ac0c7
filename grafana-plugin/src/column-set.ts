/** Ids of the usage log's columns, in the order of the column menu. They are part of links: never rename one. */
export const COLUMN_IDS = [
  'time',
  'status',
  'endpoint',
  'model',
  'caller',
  'tokens',
  'duration',
  'cost',
  'error',
  'type',
  'source',
  'method',
  'provider',
  'key',
  'group',
  'user',
  'tags',
  'service',
  'environment',
  'call-type',
  'total',
  'cache',
  'rate',
  'list-cost',
  'paid-cost',
  'quota',
  'amount',
  'balance',
  'ip',
  'agent',
  'session',
  'conversation',
  'finish-reason',
  'details',
  'format',
  'tier',
  'request-id',
  'trace-id',
  'response-id',
  'unread-usage',
] as const;

export type ColumnId = (typeof COLUMN_IDS)[number];

/** A shown column. */
export interface ColumnChoice {
  id: ColumnId;
  /** Width in pixels, if the user has changed it; otherwise null. */
  px: number | null;
}

/** Columns of a user who has chosen none. They fit into the page beside Grafana's docked menu on a window of 1280 px. */
export const DEFAULT_COLUMNS: readonly ColumnChoice[] = (
  ['time', 'status', 'endpoint', 'model', 'caller', 'tokens', 'duration', 'cost', 'error'] as const
).map((id) => ({ id, px: null }));

export const DENSITIES = ['compact', 'comfortable'] as const;
/** Rows of one line, or with details in a second line. */
export type Density = (typeof DENSITIES)[number];
export const DEFAULT_DENSITY: Density = 'compact';

/** Range of a column's width in pixels. */
export const MIN_COLUMN_PX = 32;
export const MAX_COLUMN_PX = 2000;

/** Columns as text, for the URL and the user's settings: "time,model:220,cost". */
export function formatColumns(columns: readonly ColumnChoice[]): string {
  return columns.map(({ id, px }) => (px === null ? id : `${id}:${px}`)).join(',');
}

/** Reads columns, in their order. Parts that are no column are in `unknown`; null if there is no column. */
export function parseColumns(text: string): { columns: readonly ColumnChoice[] | null; unknown: readonly string[] } {
  const columns = new Map<ColumnId, ColumnChoice>();
  const unknown: string[] = [];
  for (const part of text.split(',')) {
    const choice = parseColumn(part);
    if (choice === null) {
      unknown.push(part);
    } else if (!columns.has(choice.id)) {
      columns.set(choice.id, choice);
    }
  }
  return { columns: columns.size === 0 ? null : [...columns.values()], unknown };
}

function parseColumn(part: string): ColumnChoice | null {
  const [, name, px] = /^([a-z-]+)(?::(\d{1,5}))?$/.exec(part) ?? [];
  const id = COLUMN_IDS.find((known) => known === name);
  return id === undefined ? null : { id, px: px === undefined ? null : clampedPx(Number(px)) };
}

export function clampedPx(px: number): number {
  return Math.min(Math.max(Math.round(px), MIN_COLUMN_PX), MAX_COLUMN_PX);
}

export function isDensity(text: string | null): text is Density {
  return DENSITIES.some((density) => density === text);
}
