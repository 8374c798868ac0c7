import { readFileSync } from 'node:fs';
import type { StoreRole } from './access-list.ts';

/** The statements of an SQL file: each ends in a semicolon at the end of a line. */
export function splitStatements(sql: string): string[] {
  return sql
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.replace(/^(?:\s*--[^\n]*\n)*/, '').trim())
    .filter((statement) => statement !== '');
}

/** The schema of one store, as the text of its file. */
export function schemaSql(role: StoreRole): string {
  return readFileSync(new URL(`../${role}.sql`, import.meta.url), 'utf8');
}

/**
 * The same statements for a cluster: each runs on every node, and tables replicate. `{database}`, `{table}`, `{shard}`
 * and `{replica}` are macros of the server's configuration.
 */
export function forCluster(sql: string, cluster: string): string {
  if (!/^\w+$/.test(cluster)) {
    throw new Error(`A cluster's name is letters, digits and underscores, not "${cluster}".`);
  }
  return sql
    .replace(
      /^(CREATE (?:DATABASE|TABLE|MATERIALIZED VIEW) IF NOT EXISTS [\w.]+|CREATE OR REPLACE VIEW [\w.]+|ALTER TABLE [\w.]+|CREATE (?:USER|SETTINGS PROFILE|QUOTA) OR REPLACE \w+)/gm,
      `$1 ON CLUSTER ${cluster}`,
    )
    .replace(/^GRANT /gm, `GRANT ON CLUSTER ${cluster} `)
    .replace(/^ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?/gm, (_all, engine: string, args: string | undefined) => {
      const path = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
      return `ENGINE = Replicated${engine}(${path}${args === undefined || args === '' ? '' : `, ${args}`})`;
    });
}
