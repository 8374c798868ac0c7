import { readTarget } from './otlp-target.ts';

const OURS = { TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318' };
const VENDOR = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://vendor:4318' };
const DEFAULTS = { headers: {}, timeoutMs: 10_000, compression: 'none', certificates: {} };

/** All settings of an endpoint, in variables with the prefix. */
const settings = (prefix: string, headers: string, timeout: string) => ({
  [`${prefix}HEADERS`]: headers,
  [`${prefix}TIMEOUT`]: timeout,
  [`${prefix}COMPRESSION`]: 'gzip',
  [`${prefix}CERTIFICATE`]: '/missing/ca.crt',
  [`${prefix}CLIENT_CERTIFICATE`]: '/missing/client.crt',
  [`${prefix}CLIENT_KEY`]: '/missing/client.key',
});

function targetOf(env: Record<string, string>) {
  const warnings: string[] = [];
  const reading = readTarget(env, warnings);
  return { ...reading?.target, warnings };
}

test('without further variables, both signals have the defaults', () => {
  expect(targetOf(OURS)).toEqual({
    traces: { url: 'http://c:4318/v1/traces', ...DEFAULTS },
    metrics: { url: 'http://c:4318/v1/metrics', ...DEFAULTS },
    warnings: [],
  });
});

test('our variables apply to both signals of our endpoint', () => {
  const set = { headers: { 'x-team': 'a b' }, timeoutMs: 3000, compression: 'gzip' };
  expect(targetOf({ ...OURS, ...settings('TOKENTRAIL_OTLP_', 'x-team=a%20b', '3000') })).toMatchObject({
    traces: set,
    metrics: set,
    warnings: [],
  });
});

test("settings of OpenTelemetry's endpoint do not apply to ours: they may hold the credentials of a vendor", () => {
  const env = {
    ...OURS,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://vendor.example',
    ...settings('OTEL_EXPORTER_OTLP_', 'x-vendor-key=secret', '1'),
    ...settings('OTEL_EXPORTER_OTLP_TRACES_', 'x-vendor-key=secret', '1'),
    ...settings('OTEL_EXPORTER_OTLP_METRICS_', 'x-vendor-key=secret', '1'),
  };
  expect(targetOf(env)).toEqual(targetOf(OURS));
});

test("settings of our endpoint do not apply to OpenTelemetry's", () => {
  const env = { ...VENDOR, ...settings('TOKENTRAIL_OTLP_', 'x-team=a', '3000') };
  expect(targetOf(env)).toEqual(targetOf(VENDOR));
});

test("OpenTelemetry's variables of a signal take precedence, and apply to that signal only", () => {
  const { traces, metrics } = targetOf({
    ...VENDOR,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a, x-b=1',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-b=2',
    OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-b=3,x-c=4',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '2000',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: 'none',
  });
  expect(traces).toMatchObject({
    headers: { authorization: 'Bearer a', 'x-b': '2' },
    timeoutMs: 2000,
    compression: 'gzip',
  });
  expect(metrics).toMatchObject({
    headers: { authorization: 'Bearer a', 'x-b': '3', 'x-c': '4' },
    timeoutMs: 1000,
    compression: 'none',
  });
});

test('an empty variable of a signal counts as not set', () => {
  const env = { ...VENDOR, OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: ' ', OTEL_EXPORTER_OTLP_TIMEOUT: '1000' };
  expect(targetOf(env).traces?.timeoutMs).toBe(1000);
});

test('if only the endpoint of traces is set, metrics go to the same host, with the same settings', () => {
  const { traces, metrics } = targetOf({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://vendor:4318/x',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-key=a',
    OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-other=b',
  });
  expect(traces).toMatchObject({ url: 'http://vendor:4318/x', headers: { 'x-key': 'a' } });
  expect(metrics).toEqual({ ...traces, url: 'http://vendor:4318/v1/metrics' });
});

test.each([
  ['COMPRESSION', 'zstd', 'Valid values are none and gzip. Requests are not compressed.'],
  ['TIMEOUT', 'soon', 'It must be a number of milliseconds above 0. 10000 is used.'],
  ['TIMEOUT', '0', 'It must be a number of milliseconds above 0. 10000 is used.'],
])('%s of %s is reported once, and the default is used', (name, value, advice) => {
  for (const [endpoint, prefix] of [
    [OURS, 'TOKENTRAIL_OTLP_'],
    [VENDOR, 'OTEL_EXPORTER_OTLP_'],
  ] as const) {
    const { traces, metrics, warnings } = targetOf({ ...endpoint, [prefix + name]: value });
    expect([traces, metrics]).toMatchObject([DEFAULTS, DEFAULTS]);
    expect(warnings.filter((warning) => warning.includes(prefix + name))).toEqual([
      `${prefix}${name} is ${value}. ${advice}`,
    ]);
  }
});

test('a timeout beyond the maximum of timers, which would fire at once, is limited to that maximum', () => {
  expect(targetOf({ ...OURS, TOKENTRAIL_OTLP_TIMEOUT: '99999999999' }).traces?.timeoutMs).toBe(2_147_483_647);
});
