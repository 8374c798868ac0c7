/**
 * The guarantees of the files that a stock otelcol-contrib runs. Its pipelines have other processors than ours, so the same
 * tests run a second time.
 */
import { STOCK_CONFIG_FILES } from '../../collector-config/src/files.ts';
import { useConfigFiles } from './setup.ts';

useConfigFiles(STOCK_CONFIG_FILES);
await import('./ledger-allow-list.test.ts');
await import('./secret-redaction.test.ts');
await import('./price-entries.test.ts');
await import('./process-records.test.ts');
