import { RETENTION_CLASSES, type RetentionClass } from '@tokentrail/records';
import { budgetsOf } from '../budget.ts';
import type { LedgerSettings, Retention, Setting } from '../ledger-settings.ts';
import type { Query, Row } from './query.ts';

/** Settings that are read. A ledger may have others, for other programs. */
const NAMES = ['retention', 'budgets'] as const satisfies readonly (keyof LedgerSettings)[];

export function settingsQuery(table: string): Query {
  return {
    sql:
      'SELECT name, value, set_by, toUnixTimestamp64Milli(set_at) AS set_at_ms ' +
      `FROM ${table} FINAL WHERE name IN {names:Array(String)}`,
    parameters: { names: NAMES },
  };
}

export function settingsOf(rows: readonly Row[]): LedgerSettings {
  return { retention: settingOf(rows, 'retention', retentionOf), budgets: settingOf(rows, 'budgets', budgetsOf) };
}

function settingOf<T>(
  rows: readonly Row[],
  name: (typeof NAMES)[number],
  read: (value: unknown) => T,
): Setting<T> | null {
  const row = rows.find((one) => one['name'] === name);
  return row === undefined
    ? null
    : {
        // The table accepts nothing but JSON.
        value: read(JSON.parse(String(row['value']))),
        setAtMs: Number(row['set_at_ms']),
        setBy: String(row['set_by']),
      };
}

function retentionOf(value: unknown): Retention {
  const days = entriesOf(value);
  const ofClasses = Object.fromEntries(
    [...RETENTION_CLASSES, 'content' as const].map((name) => [name, daysOf(days[name])]),
  ) as Record<RetentionClass | 'content', number | null>;
  const groups = Object.entries(entriesOf(days['groups'])).flatMap(([name, given]) => {
    const known = daysOf(given);
    return known === null ? [] : [[name, known] as const];
  });
  return { ...ofClasses, groups: Object.fromEntries(groups) };
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function daysOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : null;
}
