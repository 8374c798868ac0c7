import { fileURLToPath } from 'node:url';

/** Absolute path of a file of this folder. */
export function collectorConfigPath(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** Configuration files of every collector, in the order in which it gets them. Native runs and Docker Compose use the same. */
export const COLLECTOR_CONFIG_FILES = ['collector.yaml', 'redaction.yaml', 'ledger.yaml', 'limits.yaml'] as const;

/** Requires TOKENTRAIL_OTLP_TOKEN from senders. It must come after the other files. */
export const AUTH_CONFIG_FILE = 'auth.yaml';
