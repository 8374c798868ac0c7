import { readFileSync } from 'node:fs';
import type { StoreRole } from './access-list.ts';

/** Splits an SQL file into statements; each ends with a semicolon at the end of a line. */
export function splitStatements(sql: string): string[] {
  return sql
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.replace(/^(?:\s*--[^\n]*\n)*/, '').trim())
    .filter((statement) => statement !== '');
}

/** Begins the comment before the statements that bring a ledger to a version: `-- Migration to version 3: …`. */
export const MIGRATION_COMMENT = '-- Migration to version ';
const AFTER_MIGRATIONS = '-- After the migrations\n';

/** The statements of ledger.sql without the migrations that a ledger of this version has had. */
export function ledgerStatements(sql: string, version: number): string[] {
  const [before = '', ...rest] = sql.split(MIGRATION_COMMENT);
  const [last = '', after = ''] = (rest.pop() ?? '').split(AFTER_MIGRATIONS);
  const due = [...rest, last].filter((migration) => Number.parseInt(migration, 10) > version);
  return [before, ...due.map((migration) => `-- ${migration}`), after].flatMap(splitStatements);
}

/** Texts of the SQL files. A bundle of this code defines it, because it has no files beside it. */
declare const SCHEMA_SQL: Readonly<Record<StoreRole, string>> | undefined;

/** The text of one store's SQL file. */
export function schemaSql(role: StoreRole): string {
  if (typeof SCHEMA_SQL !== 'undefined') {
    return SCHEMA_SQL[role];
  }
  return readFileSync(new URL(`../${role}.sql`, import.meta.url), 'utf8');
}

/**
 * The statements adapted to a cluster: each runs on every node, and tables replicate. `{database}`, `{table}`,
 * `{shard}` and `{replica}` are macros of the server's configuration.
 */
export function forCluster(sql: string, cluster: string): string {
  if (!/^\w+$/.test(cluster)) {
    throw new Error(`A cluster name may contain only letters, digits and underscores, not "${cluster}".`);
  }
  return sql
    .replace(
      /^(CREATE (?:DATABASE|TABLE|VIEW|MATERIALIZED VIEW) IF NOT EXISTS [\w.]+|CREATE OR REPLACE VIEW [\w.]+|ALTER TABLE [\w.]+|CREATE (?:USER|SETTINGS PROFILE|QUOTA) OR REPLACE \w+)/gm,
      `$1 ON CLUSTER ${cluster}`,
    )
    .replace(/^(GRANT|REVOKE) /gm, `$1 ON CLUSTER ${cluster} `)
    .replace(/^ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?/gm, (_all, engine: string, args: string | undefined) => {
      const path = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
      return `ENGINE = Replicated${engine}(${path}${args === undefined || args === '' ? '' : `, ${args}`})`;
    });
}
