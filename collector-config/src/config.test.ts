import { readFileSync } from 'node:fs';
import { ledgerNames } from '@tokentrail/records';
import { parse } from 'yaml';
import { AUTH_CONFIG_FILE, COLLECTOR_CONFIG_FILES, collectorConfigPath } from './files.ts';

interface Exporter {
  create_schema?: boolean;
  async_insert?: boolean;
  retry_on_failure?: { max_elapsed_time: number };
  sending_queue?: {
    storage?: string;
    sizer: string;
    block_on_overflow: boolean;
    batch?: { max_size: number; sizer: string };
  };
}

interface Redaction {
  blocked_values: string[];
  blocked_key_patterns: string[];
}

interface Sanitizer {
  secret_values: string[];
  credential_names: string[];
  allow_list?: { span: object; resource: object };
}

interface Config {
  extensions?: Record<string, { token?: string }>;
  receivers?: {
    otlp: {
      protocols: {
        http: { max_request_body_size: number; middlewares?: { id: string }[]; auth?: { authenticator: string } };
      };
    };
  };
  processors?: Record<string, unknown>;
  exporters?: Record<string, Exporter>;
  service?: {
    extensions?: string[];
    pipelines: Record<string, { receivers?: string[]; processors: string[]; exporters?: string[] }>;
  };
}

function read(name: string): string {
  return readFileSync(collectorConfigPath(name), 'utf8');
}

const configs = COLLECTOR_CONFIG_FILES.map((name) => parse(read(name), { merge: true }) as Config);
const main = configs[0] ?? {};
const pipelines = Object.entries(main.service?.pipelines ?? {});
const sanitizer = parse(read('sanitizer.yaml')) as Config;
/** The pipelines as sanitizer.yaml leaves them. */
const ownPipelines = Object.entries({ ...main.service?.pipelines, ...sanitizer.service?.pipelines });
const isOfTraces = (name: string) => /^traces(\/|$)/.test(name);
/** Exporters of the pipelines that send records to a store. */
const stores = Object.entries(main.exporters ?? {}).filter(([name]) =>
  pipelines.some(([pipeline, { exporters }]) => isOfTraces(pipeline) && exporters?.includes(name)),
);

test('the generated allow-list has exactly the attributes that the vocabulary marks for the ledger', () => {
  const kept = read('ledger.yaml').matchAll(/keep_keys\((\w+)\.attributes, \[([^\]]*)\]/g);
  const lists = Object.fromEntries([...kept].map(([, on, names]) => [on, names?.match(/[^", ]+/g) ?? []]));
  expect(lists).toEqual({ span: ledgerNames('span'), resource: ledgerNames('resource'), scope: [] });
  const { span, resource } = (sanitizer.processors?.['tokentrail_sanitizer/ledger'] as Sanitizer).allow_list ?? {};
  expect(Object.keys(span ?? {})).toEqual(ledgerNames('span'));
  expect(Object.keys(resource ?? {})).toEqual(ledgerNames('resource'));
});

test('the sanitizer of both stores has the patterns of the redaction', () => {
  const { redaction } = (parse(read('redaction.yaml')) as Config).processors as Record<string, Redaction>;
  const sanitizers = Object.values(sanitizer.processors ?? {}) as Sanitizer[];
  expect(sanitizers.length).toBe(2);
  for (const { secret_values, credential_names } of sanitizers) {
    const expanded = (patterns: readonly string[]) => patterns.map((pattern) => pattern.replaceAll('$$', '$'));
    expect(expanded(secret_values)).toEqual(redaction?.blocked_values);
    expect(expanded(credential_names)).toEqual(redaction?.blocked_key_patterns);
  }
});

test('sanitizer.yaml replaces the processors of the traces after their filters', () => {
  const replaced = Object.entries(sanitizer.service?.pipelines ?? {});
  expect(replaced.map(([name]) => name)).toEqual(['traces', 'traces/ledger']);
  for (const [name, pipeline] of replaced) {
    const stock = main.service?.pipelines[name]?.processors ?? [];
    const filters = stock.slice(0, stock.indexOf('groupbyattrs/attributes_alone'));
    const own = name === 'traces' ? 'tokentrail_sanitizer/traces' : 'tokentrail_sanitizer/ledger';
    expect(pipeline).toEqual({ processors: [...filters, own] });
  }
});

test('there is no batch processor, because a crash would lose the data in its memory', () => {
  const processors = configs.flatMap((config) => Object.keys(config.processors ?? {}));
  const used = [...pipelines, ...ownPipelines].flatMap(([, pipeline]) => pipeline.processors);
  expect([...processors, ...used].filter((name) => /^batch(\/|$)/.test(name))).toEqual([]);
  expect(read('manifest.yaml')).not.toMatch(/batchprocessor/);
});

test('every processor of a pipeline is configured, and every configured one is used', () => {
  const configured = configs.flatMap((config) => Object.keys(config.processors ?? {}));
  const used = new Set([...pipelines, ...ownPipelines].flatMap(([, pipeline]) => pipeline.processors));
  expect([...used].sort()).toEqual([...configured].sort());
});

test('the memory limiter is the first processor of each pipeline, and each pipeline has the redaction', () => {
  expect(pipelines.length).toBeGreaterThanOrEqual(3);
  for (const [, { processors }] of pipelines) {
    expect(processors[0]).toBe('memory_limiter');
    expect(processors).toContain('redaction');
  }
  for (const [, { processors }] of ownPipelines) {
    expect(processors[0]).toBe('memory_limiter');
    expect(processors.join(' ')).toMatch(/redaction|tokentrail_sanitizer/);
  }
});

test('each store has its own queue on disk, which forms the batches and retries without end', () => {
  const used = pipelines.flatMap(([name, { exporters }]) => (isOfTraces(name) ? (exporters ?? []) : []));
  expect(used.sort()).toEqual(stores.map(([name]) => name).sort());
  expect(stores.length).toBeGreaterThanOrEqual(2);
  for (const [, exporter] of stores) {
    expect(exporter).toMatchObject({
      retry_on_failure: { enabled: true, max_elapsed_time: 0 },
      sending_queue: { enabled: true, storage: 'file_storage/queue', sizer: 'bytes', block_on_overflow: false },
    });
    expect(exporter.sending_queue?.batch?.max_size).toBeGreaterThan(0);
  }
});

test("ClickHouse's exporters create no schema and respond only after the insert is stored", () => {
  const clickhouse = stores.filter(([name]) => name.startsWith('clickhouse/'));
  expect(clickhouse.length).toBe(2);
  for (const [, exporter] of clickhouse) {
    expect(exporter).toMatchObject({ create_schema: false, async_insert: false });
  }
});

test('a batch limit in bytes is above the largest request, because a batch that cannot be split below it is dropped', () => {
  const largest = main.receivers?.otlp.protocols.http.max_request_body_size ?? 0;
  expect(largest).toBe(64 * 1024 ** 2);
  const inBytes = stores.flatMap(([, { sending_queue: queue }]) =>
    queue?.batch?.sizer === 'bytes' ? [queue.batch] : [],
  );
  expect(inBytes.length).toBeGreaterThan(0);
  for (const batch of inBytes) {
    expect(batch.max_size).toBeGreaterThan(largest);
  }
});

test('every extension is started with and without the request limits, although a list replaces the earlier one', () => {
  const limits = parse(read('limits.yaml')) as Config;
  const [own = ''] = Object.keys(limits.extensions ?? {});
  expect(Object.keys(main.extensions ?? {}).sort()).toEqual([...(main.service?.extensions ?? [])].sort());
  expect(limits.service?.extensions).toEqual([...(main.service?.extensions ?? []), own]);
  expect(limits.receivers?.otlp.protocols.http.middlewares).toEqual([{ id: own }]);
});

test('auth.yaml uses an extension that always runs, and requires its variable', () => {
  const auth = parse(read(AUTH_CONFIG_FILE)) as Config;
  const authenticator = auth.receivers?.otlp.protocols.http.auth?.authenticator ?? '';
  expect(main.service?.extensions).toContain(authenticator);
  expect(auth.extensions?.[authenticator]?.token).toBe('${env:TOKENTRAIL_OTLP_TOKEN}');
});
