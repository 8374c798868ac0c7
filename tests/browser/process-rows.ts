import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { SpanRow } from './records.ts';

/** What a process reports, besides what `processRow` sets. */
export type ProcessFacts = Partial<Record<AttributeKey, string | number | boolean | string[]>>;

const DEFAULTS: ProcessFacts = {
  recordType: 'process',
  processPackageVersion: '0.1.0',
  processRuntimeName: 'nodejs',
  processRuntimeVersion: '24.11.1',
  processSdks: ['openai@7.1.0'],
  processUnsupportedSdks: [],
  processCaptureLevel: 'headers',
  processHighestCapture: 'full',
  processMaxBodyBytes: 1_048_576,
  processRedactedHeaders: 2,
  processPrivacy: false,
  processRunningRecords: true,
  processPriceVersion: '2026-11+snapshot-10340ea4361b',
  processPriceFile: 'used',
  processSpool: true,
  processSpoolMaxBytes: 536_870_912,
  processSpoolBytes: 0,
  processSpoolSegments: 0,
  processDroppedRecords: 0,
};

/** The report of a process, as the collector's exporter inserts it. `number`: unique, from which the ids are built. */
export function processRow(
  number: number,
  { service, minutesAgo, facts = {} }: { service: string; minutesAgo: number; facts?: ProcessFacts },
): SpanRow {
  const id = (width: number) => (0xbee00000 + number).toString(16).padStart(width, '0');
  const at = Date.now() - minutesAgo * 60_000;
  const today = new Date().toISOString().slice(0, 10);
  const all: ProcessFacts = { ...DEFAULTS, processPriceDate: today, processStartUnixMs: at - 60_000, ...facts };
  return {
    Timestamp: new Date(at).toISOString().replace('T', ' ').replace('Z', '000000'),
    TraceId: id(32),
    SpanId: id(16),
    SpanName: 'process',
    ServiceName: service,
    ResourceAttributes: {
      'service.name': service,
      'service.instance.id': `process-${number}`,
      'deployment.environment.name': 'production',
    },
    SpanAttributes: Object.fromEntries(
      Object.entries(all).map(([key, value]) => [
        ATTRIBUTES[key as AttributeKey].name,
        Array.isArray(value) ? JSON.stringify(value) : String(value),
      ]),
    ),
    Duration: '0',
  };
}
