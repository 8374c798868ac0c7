import { readConfig } from './config.ts';

const OURS = { TOKENTRAIL_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' };

test('our own endpoint: paths are appended, content is allowed, no warning', () => {
  const { config, warnings } = readConfig({ ...OURS, TOKENTRAIL_CAPTURE: 'full' });
  expect(config).toMatchObject({
    captureLevel: 'full',
    target: {
      traces: { url: 'http://127.0.0.1:4318/v1/traces' },
      metrics: { url: 'http://127.0.0.1:4318/v1/metrics' },
    },
  });
  expect(warnings).toEqual([]);
});

test("only OpenTelemetry's endpoint: records are sent there, capture stays basic, one warning", () => {
  const { config, warnings } = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://vendor.example/otlp',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/x',
    TOKENTRAIL_CAPTURE: 'full',
  });
  expect(config).toMatchObject({
    captureLevel: 'basic',
    target: {
      traces: { url: 'https://traces.example/x' },
      metrics: { url: 'https://vendor.example/otlp/v1/metrics' },
    },
  });
  expect(warnings).toHaveLength(1);
});

test.each([
  [{ ...OURS, TOKENTRAIL_DISABLED: '1' }, 0],
  [{ ...OURS, OTEL_SDK_DISABLED: 'true' }, 0],
  [{}, 1],
  [{ TOKENTRAIL_OTLP_ENDPOINT: '127.0.0.1:4318' }, 1],
  [{ TOKENTRAIL_OTLP_ENDPOINT: 'grpc://127.0.0.1:4317' }, 1],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 1],
])('%j: nothing is recorded, warnings: %i', (env, count) => {
  const { config, warnings } = readConfig(env);
  expect(config).toBeUndefined();
  expect(warnings).toHaveLength(count);
});

test("with our own endpoint, the gRPC protocol of the app's exporter is ignored", () => {
  const { config, warnings } = readConfig({ ...OURS, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
  expect(config).toBeDefined();
  expect(warnings).toEqual([]);
});

test("OpenTelemetry's variables set the resource", () => {
  const { config } = readConfig({
    ...OURS,
    OTEL_SERVICE_NAME: 'shop',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment.name=prod',
  });
  expect(config).toMatchObject({ resource: { 'service.name': 'shop', 'deployment.environment.name': 'prod' } });
});

test('invalid values cause a warning and leave the other settings intact', () => {
  const { config, warnings } = readConfig({
    ...OURS,
    TOKENTRAIL_CAPTURE: 'everything',
    OTEL_RESOURCE_ATTRIBUTES: 'a=%zz,b=1',
  });
  expect(config).toMatchObject({ captureLevel: 'basic', resource: { b: '1' } });
  expect(warnings).toHaveLength(2);
});

test('the spool: on by default, with a configurable folder and limit, off if disabled', () => {
  const endpoint = { TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318' };
  const spoolOf = (env: Record<string, string>) => readConfig({ ...endpoint, ...env }).config?.spool;
  expect(spoolOf({})).toEqual({});
  expect(spoolOf({ TOKENTRAIL_SPOOL_DIR: '/data/spool', TOKENTRAIL_SPOOL_BYTES: '1000' })).toEqual({
    folder: '/data/spool',
    maxBytes: 1000,
  });
  expect(spoolOf({ TOKENTRAIL_SPOOL_DIR: 'None' })).toBeUndefined();
  const { config, warnings } = readConfig({ ...endpoint, TOKENTRAIL_SPOOL_BYTES: '1 GB' });
  expect(config?.spool).toEqual({});
  expect(warnings).toEqual([expect.stringMatching(/TOKENTRAIL_SPOOL_BYTES is 1 GB/)]);
});

test('running records are sent if enabled, and never to a third-party endpoint', () => {
  const enabled = { TOKENTRAIL_RUNNING_RECORDS: 'true' };
  const ours = { TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318' };
  expect(readConfig(ours).config?.runningRecords).toBe(false);
  expect(readConfig({ ...ours, ...enabled }).config?.runningRecords).toBe(true);
  const { config, warnings } = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', ...enabled });
  expect(config?.runningRecords).toBe(false);
  expect(warnings).toContainEqual(expect.stringMatching(/TOKENTRAIL_RUNNING_RECORDS needs TOKENTRAIL_OTLP_ENDPOINT/));
});

test('a route may raise the capture level only if records are sent to our own endpoint', () => {
  const ours = { TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318', TOKENTRAIL_CAPTURE: 'basic' };
  expect(readConfig(ours).config).toMatchObject({ captureLevel: 'basic', highestCapture: 'full' });
  const thirdParty = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', TOKENTRAIL_CAPTURE: 'full' };
  expect(readConfig(thirdParty).config).toMatchObject({ captureLevel: 'basic', highestCapture: 'basic' });
});

test('baggage is trusted only if enabled', () => {
  const endpoint = { TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318' };
  expect(readConfig(endpoint).config?.trustBaggage).toBe(false);
  expect(readConfig({ ...endpoint, TOKENTRAIL_TRUST_BAGGAGE: 'true' }).config?.trustBaggage).toBe(true);
});

test.each([
  [undefined, 1_048_576, 0],
  ['65536', 65_536, 0],
  ['100', 1024, 1],
  ['999999999', 1_835_008, 1],
  ['1 MiB', 1_048_576, 1],
])('limit of a body, %s: %i bytes', (enabled, bytes, reported) => {
  const env = enabled === undefined ? {} : { TOKENTRAIL_MAX_BODY_BYTES: enabled };
  const { config, warnings } = readConfig({ TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318', ...env });
  expect(config?.maxBodyBytes).toBe(bytes);
  expect(warnings).toHaveLength(reported);
});

test('privacy mode warns once about what it leaves out, and overrides the recording of addresses', () => {
  const env = { TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318', TOKENTRAIL_PRIVACY: 'true', TOKENTRAIL_RECORD_IP: 'true' };
  const { config, warnings } = readConfig(env);
  expect(config).toMatchObject({ privacy: true });
  expect(warnings).toEqual([
    expect.stringMatching(/TOKENTRAIL_HMAC_SECRET is not set: users and sessions are left out/),
    expect.stringMatching(/TOKENTRAIL_RECORD_IP has no effect/),
  ]);
  expect(readConfig({ ...env, TOKENTRAIL_HMAC_SECRET: 's', TOKENTRAIL_RECORD_IP: 'no' }).warnings).toEqual([]);
});

test('resource attributes named like secrets are left out, with a warning', () => {
  const { config, warnings } = readConfig({
    TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318',
    OTEL_RESOURCE_ATTRIBUTES: 'db.password=hunter2,api_key=abc,service.token=a1b2c3d4e5,team=t',
  });
  expect(config?.resource).toEqual({ team: 't' });
  expect(warnings).toEqual([expect.stringMatching(/names db\.password, api_key, service\.token: left out/)]);
});

test('command lines and owners in the resource are left out, with a warning', () => {
  const { config, warnings } = readConfig({
    TOKENTRAIL_OTLP_ENDPOINT: 'http://c:4318',
    OTEL_RESOURCE_ATTRIBUTES: 'process.command_args=a,process.owner=me,host.name=h,team=t',
  });
  expect(config?.resource).toEqual({ 'host.name': 'h', team: 't' });
  expect(warnings).toEqual([expect.stringMatching(/names process\.command_args, process\.owner: left out/)]);
});
