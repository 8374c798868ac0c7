import type { ReportedUsage } from '../types.ts';
import { fields } from '../util/fields.ts';

/** A provider's usage object, which `record/read-usage.ts` reads; undefined if nothing is in it. */
export function reportedUsage(raw: unknown): ReportedUsage | undefined {
  return Object.values(fields(raw)).some(isReported) ? { raw } : undefined;
}

function isReported(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
