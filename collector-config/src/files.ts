import { fileURLToPath } from 'node:url';

/** Absolute path of a file of this folder. */
export function collectorConfigPath(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** Configuration files of every collector, in the order in which it is given them. Native runs and compose use these alone. */
export const COLLECTOR_CONFIG_FILES = ['collector.yaml', 'redaction.yaml', 'ledger.yaml', 'limits.yaml'] as const;

/** Demands TOKENTRAIL_OTLP_TOKEN of senders; given after the others. */
export const AUTH_CONFIG_FILE = 'auth.yaml';
