import { nanoToUsd, outcomeOf, type UsageRecord } from '@tokentrail/records';
import { printable } from '../printable.ts';

interface Column {
  name: string;
  textOf: (record: UsageRecord) => string;
  /** Numbers stand at the right edge. */
  right?: true;
}

const COLUMNS: readonly Column[] = [
  { name: 'START (UTC)', textOf: ({ startUnixNano }) => timeText(startUnixNano) },
  { name: 'STATE', textOf: (record) => outcomeOf(record) },
  { name: 'STATUS', textOf: ({ statusCode }) => known(statusCode), right: true },
  { name: 'PROVIDER', textOf: ({ provider }) => known(provider) },
  { name: 'MODEL', textOf: ({ requestModel, responseModel }) => known(responseModel ?? requestModel) },
  { name: 'USER', textOf: ({ userId }) => known(userId) },
  { name: 'KEY', textOf: ({ keyName, keyPreview }) => known(keyName ?? keyPreview) },
  { name: 'INPUT', textOf: ({ inputTokens }) => known(inputTokens), right: true },
  { name: 'OUTPUT', textOf: ({ outputTokens }) => known(outputTokens), right: true },
  { name: 'DURATION', textOf: ({ durationMs }) => secondsText(durationMs), right: true },
  { name: 'CHARGED', textOf: ({ cost }) => usdText(cost.charged.nanoUsd), right: true },
  { name: 'ID', textOf: ({ requestId, traceId, spanId }) => requestId ?? `${traceId}/${spanId}` },
];

/** The lines of a table for people; `-` is unknown. */
export function recordTable(records: readonly UsageRecord[]): string[] {
  const rows = [
    COLUMNS.map(({ name }) => name),
    ...records.map((record) => COLUMNS.map(({ textOf }) => shortened(printable(textOf(record))))),
  ];
  const widths = COLUMNS.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) =>
        COLUMNS[index]?.right ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

const MAX_CELL = 60;

function shortened(text: string): string {
  return text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL - 1)}…`;
}

function known(value: string | number | null): string {
  return value === null ? '-' : String(value);
}

function timeText(unixNano: string): string {
  return new Date(Number(BigInt(unixNano) / 1_000_000n)).toISOString().replace('T', ' ').replace('Z', '');
}

function secondsText(ms: number | null): string {
  return ms === null ? '-' : `${(ms / 1000).toFixed(3)} s`;
}

function usdText(nanoUsd: string | null): string {
  return nanoUsd === null ? '-' : `$${nanoToUsd(nanoUsd)}`;
}
