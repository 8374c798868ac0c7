import type { Environment } from './pairs.ts';

/** The variables of one signal: their prefixes, the most specific first. */
export type Prefixes = readonly string[];

export const OURS: Prefixes = ['TOKENTRAIL_OTLP_'];
export const OTEL_TRACES: Prefixes = ['OTEL_EXPORTER_OTLP_TRACES_', 'OTEL_EXPORTER_OTLP_'];
export const OTEL_METRICS: Prefixes = ['OTEL_EXPORTER_OTLP_METRICS_', 'OTEL_EXPORTER_OTLP_'];

/** A variable that is set. */
export interface Setting {
  variable: string;
  value: string;
}

/** The most specific variable that ends in `name`. An empty one counts as not set. */
export function settingOf(env: Environment, prefixes: Prefixes, name: string): Setting | undefined {
  const variable = prefixes.map((prefix) => prefix + name).find((candidate) => env[candidate]?.trim());
  return variable === undefined ? undefined : { variable, value: env[variable]!.trim() };
}
