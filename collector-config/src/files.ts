import { fileURLToPath } from 'node:url';

/** Absolute path of a file of this folder. */
export function collectorConfigPath(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** The collector's configuration files, in the order in which it is given them. Native runs and compose use these alone. */
export const COLLECTOR_CONFIG_FILES = ['collector.yaml', 'fence.yaml', 'ledger.yaml'] as const;
