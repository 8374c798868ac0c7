import { hostname } from 'node:os';
import type { FoundSdks } from '../api/runtime.ts';
import type { ProcessFacts } from '../export/mapping/process-span.ts';
import type { SpoolState } from '../export/spool/disk-spool.ts';
import type { Config } from './config.ts';
import type { PricesInUse } from './prices.ts';
import { VERSION } from './version.ts';

/** What changes while a process runs. */
export interface ProcessState {
  prices: PricesInUse;
  /** Undefined if the spool is off. */
  spool: SpoolState | undefined;
  droppedRecords: number;
  foundSdks: FoundSdks;
}

/**
 * What this process is configured to do. All readers of the ledger can read it, so secrets, paths, URLs and the names of
 * headers are left out.
 */
export function processFacts(config: Config, { prices, spool, droppedRecords, foundSdks }: ProcessState): ProcessFacts {
  return {
    processStartUnixMs: Math.round(performance.timeOrigin),
    processHost: hostOf(config),
    processPackageVersion: VERSION,
    processRuntimeName: 'nodejs',
    processRuntimeVersion: process.versions.node,
    processSdks: [...foundSdks.patched].sort(),
    processUnsupportedSdks: [...foundSdks.unsupported].sort(),
    processCaptureLevel: config.captureLevel,
    processHighestCapture: config.highestCapture,
    processMaxBodyBytes: config.maxBodyBytes,
    processRedactedHeaders: new Set(config.redactHeaders).size,
    processPrivacy: config.privacy,
    processRunningRecords: config.runningRecords,
    processPriceVersion: prices.version,
    processPriceDate: prices.snapshotDate,
    processPriceFile: prices.file,
    processSpool: spool !== undefined,
    processSpoolMaxBytes: spool?.maxBytes,
    processSpoolBytes: spool?.bytes,
    processSpoolSegments: spool?.segments,
    processDroppedRecords: droppedRecords,
  };
}

/** Privacy mode hides names of machines: one may be named after its owner. */
function hostOf({ privacy, resource }: Config): string | undefined {
  return privacy ? undefined : (resource['host.name'] ?? hostname());
}
