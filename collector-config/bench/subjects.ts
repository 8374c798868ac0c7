import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { COLLECTOR_CONFIG_FILES, collectorConfigPath, STOCK_CONFIG_FILES } from '../src/files.ts';

export type Store = 'ledger' | 'traces';

/** A collector that is measured. */
export interface Subject {
  name: string;
  title: string;
  configFile: string;
  /** The stores that receive all records. */
  stores: readonly Store[];
}

interface Config {
  exporters: Record<'clickhouse/ledger' | 'clickhouse/traces', { sending_queue: { batch: unknown } }>;
  service: { pipelines: Record<string, { processors: string[] }> };
}

interface Variant extends Omit<Subject, 'configFile'> {
  config: Config;
}

const BOTH: readonly Store[] = ['ledger', 'traces'];
const TRACES_FILTERS = ['memory_limiter', 'filter/ended', 'filter/times'];
const LEDGER_FILTERS = ['memory_limiter', 'filter/ledger'];
const GROUP = 'groupbyattrs/attributes_alone';
const LIMITS = 'limits.yaml';

/**
 * All subjects; their configuration files are written to `folder`. The first subject is the base of the ratios.
 * @param other folder with the configuration files of another version, which becomes a subject.
 */
export function subjectsIn(folder: string, other: string | undefined): Subject[] {
  const variants = [...ownVariants(), ...stockVariants(), ...(other === undefined ? [] : [variantIn(other)])];
  return variants.map(({ config, ...subject }) => {
    const configFile = join(folder, `${subject.name}.yaml`);
    writeFileSync(configFile, stringify(config, { aliasDuplicateObjects: false }));
    return { ...subject, configFile };
  });
}

function ownVariants(): Variant[] {
  const own = () => merged(COLLECTOR_CONFIG_FILES.map(collectorConfigPath));
  const [traces, ledger] = ['tokentrail_sanitizer/traces', 'tokentrail_sanitizer/ledger'];
  const withLedger = [...LEDGER_FILTERS, ledger];
  const inItems = own();
  inItems.exporters['clickhouse/traces'].sending_queue.batch =
    inItems.exporters['clickhouse/ledger'].sending_queue.batch;
  return [
    both('filters', 'filters alone', withProcessors(own(), TRACES_FILTERS, LEDGER_FILTERS)),
    both('ledger', `+ ${ledger}`, withProcessors(own(), TRACES_FILTERS, withLedger)),
    both('own', `+ ${traces}: as configured`, withProcessors(own(), [...TRACES_FILTERS, traces], withLedger)),
    both('items', 'as configured, but batches of the traces in items', inItems),
    tracesAlone('traces-filters', 'traces alone: filters', withProcessors(own(), TRACES_FILTERS, [])),
    tracesAlone('traces', 'traces alone: as configured', own()),
  ];
}

function stockVariants(): Variant[] {
  const stock = () => merged([...STOCK_CONFIG_FILES, LIMITS].map(collectorConfigPath));
  const grouped = [...TRACES_FILTERS, GROUP];
  const allowed = [...LEDGER_FILTERS, GROUP, 'transform/ledger'];
  return [
    both('group', `stock: filters + ${GROUP}`, withProcessors(stock(), grouped, [...LEDGER_FILTERS, GROUP])),
    both('allow', 'stock: + transform/ledger', withProcessors(stock(), grouped, allowed)),
    both(
      'redaction',
      'stock: + redaction',
      withProcessors(stock(), [...grouped, 'redaction'], [...allowed, 'redaction']),
    ),
    both('stock', 'stock: + transform/redaction: as configured', stock()),
  ];
}

function variantIn(folder: string): Variant {
  return both('other', `as in ${folder}`, merged(COLLECTOR_CONFIG_FILES.map((name) => join(folder, name))));
}

function both(name: string, title: string, config: Config): Variant {
  return { name, title, config, stores: BOTH };
}

function tracesAlone(name: string, title: string, config: Config): Variant {
  delete config.service.pipelines['traces/ledger'];
  return { name, title, config, stores: ['traces'] };
}

function withProcessors(config: Config, traces: string[], ledger: string[]): Config {
  const { pipelines } = config.service;
  pipelines['traces'] = { ...pipelines['traces'], processors: traces };
  pipelines['traces/ledger'] = { ...pipelines['traces/ledger'], processors: ledger };
  return config;
}

/** Merges files as the collector does: maps are merged, lists are replaced. A missing file is skipped. */
function merged(files: readonly string[]): Config {
  return files.reduce<unknown>((config, file) => merge(config, read(file)), {}) as Config;
}

function read(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function merge(left: unknown, right: unknown): unknown {
  if (!isMap(left) || !isMap(right)) return right;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  const pairs = [...names].map((name) => [name, name in right ? merge(left[name], right[name]) : left[name]]);
  return Object.fromEntries(pairs);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
