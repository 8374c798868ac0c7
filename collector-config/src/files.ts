import { fileURLToPath } from 'node:url';

/** Absolute path of a file of this folder. */
export function collectorConfigPath(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** Configuration files for a stock otelcol-contrib, in the order in which it gets them. */
export const STOCK_CONFIG_FILES = ['collector.yaml', 'redaction.yaml', 'ledger.yaml'] as const;

/** Configuration files of every collector of ours, in this order. Native runs and Docker Compose use the same. */
export const COLLECTOR_CONFIG_FILES = [...STOCK_CONFIG_FILES, 'limits.yaml', 'sanitizer.yaml'] as const;

/** Requires TOKENTRAIL_OTLP_TOKEN from senders. It must come after the other files. */
export const AUTH_CONFIG_FILE = 'auth.yaml';
