import type { ProcessRecord } from '@tokentrail/records';
import { SILENT_AFTER_MS } from '../record/arrival.ts';

/** The processes of one service in one environment. */
export interface ServiceProcesses {
  name: string;
  namespace: string | null;
  environment: string | null;
  /** Those that report, newest report first. */
  running: readonly ProcessRecord[];
  /** Those that have reported, and do not any more. In the same order. */
  silent: readonly ProcessRecord[];
}

/** Groups processes by service, namespace and environment, in the order of these names. `now`: Unix ms. */
export function servicesOf(processes: readonly ProcessRecord[], now: number): ServiceProcesses[] {
  const groups = new Map<string, ProcessRecord[]>();
  for (const process of [...processes].sort((a, b) => b.reportedAtMs - a.reportedAtMs)) {
    const id = JSON.stringify([process.serviceName, process.serviceNamespace, process.deploymentEnvironment]);
    const group = groups.get(id) ?? [];
    groups.set(id, group);
    group.push(process);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      const isSilent = ({ reportedAtMs }: ProcessRecord) => now - reportedAtMs > SILENT_AFTER_MS;
      return first === undefined
        ? []
        : {
            name: first.serviceName,
            namespace: first.serviceNamespace,
            environment: first.deploymentEnvironment,
            running: group.filter((process) => !isSilent(process)),
            silent: group.filter(isSilent),
          };
    });
}

/** The processes that show how a service is configured: those that run, otherwise the one that ran last. */
export function currentOf({ running, silent }: ServiceProcesses): readonly ProcessRecord[] {
  return running.length > 0 ? running : silent.slice(0, 1);
}

/** A value, and the number of processes that have it. */
export interface Variant {
  /** Null if it was not reported. */
  value: string | null;
  processes: number;
}

/** The different values of the processes, the most frequent first. */
export function variantsOf(
  processes: readonly ProcessRecord[],
  valueOf: (process: ProcessRecord) => string | null,
): Variant[] {
  const counts = new Map<string | null, number>();
  for (const process of processes) {
    const value = valueOf(process);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, processes: count })).sort((a, b) => b.processes - a.processes);
}

/** Age of the built-in prices from which they should be updated. Providers change prices several times a year. */
export const MAX_PRICE_AGE_DAYS = 60;

const DAY_MS = 86_400_000;

/** Whole days since the day of the built-in prices. Null if it was not reported, or is no date. */
export function priceAgeDays({ priceDate }: ProcessRecord, now: number): number | null {
  const day = priceDate !== null && /^\d{4}-\d{2}-\d{2}$/.test(priceDate) ? Date.parse(priceDate) : NaN;
  return Number.isNaN(day) ? null : Math.max(Math.floor((now - day) / DAY_MS), 0);
}

/** A process whose spool is fuller than this drops records soon. */
const NEARLY_FULL = 0.8;

/** What needs attention at a service. */
export interface ServiceWarnings {
  /** Whether settings differ between the processes. */
  differs: boolean;
  /** Age of the oldest built-in prices in days, if it is too high. */
  priceAgeDays: number | null;
  /** Whether a process cannot read the operator's price file. */
  priceFile: boolean;
  /** Whether a spool is nearly full. */
  spool: boolean;
  /** Records that were lost, over all processes. */
  dropped: number;
  /** SDKs whose calls are not recorded, as package@version, each once. */
  unsupported: readonly string[];
}

/** What needs attention at the processes of one service. `differing`: the settings that should be the same. */
export function warningsOf(
  processes: readonly ProcessRecord[],
  differing: readonly ((process: ProcessRecord) => string | null)[],
  now: number,
): ServiceWarnings {
  const ages = processes.map((process) => priceAgeDays(process, now) ?? 0);
  const oldest = Math.max(0, ...ages);
  return {
    differs: differing.some((valueOf) => variantsOf(processes, valueOf).length > 1),
    priceAgeDays: oldest > MAX_PRICE_AGE_DAYS ? oldest : null,
    priceFile: processes.some(({ priceFile }) => priceFile === 'unusable'),
    spool: processes.some(isNearlyFull),
    dropped: processes.reduce((sum, { droppedRecords }) => sum + (droppedRecords ?? 0), 0),
    unsupported: namesOf(processes, ({ unsupportedSdks }) => unsupportedSdks),
  };
}

function isNearlyFull({ spoolBytes, spoolMaxBytes }: ProcessRecord): boolean {
  return spoolBytes !== null && spoolMaxBytes !== null && spoolBytes > NEARLY_FULL * spoolMaxBytes;
}

export function countOf({
  differs,
  priceAgeDays: age,
  priceFile,
  spool,
  dropped,
  unsupported,
}: ServiceWarnings): number {
  return [differs, age !== null, priceFile, spool, dropped > 0, unsupported.length > 0].filter(Boolean).length;
}

/** The names of all processes, each once, in their order. */
export function namesOf(
  processes: readonly ProcessRecord[],
  names: (process: ProcessRecord) => readonly string[],
): readonly string[] {
  return [...new Set(processes.flatMap(names))].sort();
}
