import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config.ts';
import { withToken } from './otlp-token.ts';
import { recordEvent } from '../api/record-event.ts';
import { startCall } from '../api/start-call.ts';
import { flush, shutdown, startRecording } from './start.ts';
import { endpointOf } from '../../testing/otlp-endpoint.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../../testing/otlp-receiver.ts';
import { startProgram, until, type RunningProgram } from '../../testing/programs.ts';

const OURS = { TOKENTRAIL_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
const TOKEN = 'q7wJ0fVxk2-_demo.token~0123456789+/==';

describe('reading the variable', () => {
  test('the token is used for our endpoint, and is trimmed', () => {
    const { config, warnings } = readConfig({ ...OURS, TOKENTRAIL_OTLP_TOKEN: ` ${TOKEN}\n` });
    expect(config?.target).toMatchObject({ token: TOKEN, traces: { headers: {} }, metrics: { headers: {} } });
    expect(warnings).toEqual([]);
  });

  test("it is never sent to OpenTelemetry's endpoint, with a warning", () => {
    const { config, warnings } = readConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://vendor.example',
      TOKENTRAIL_OTLP_TOKEN: TOKEN,
    });
    expect(config?.target.token).toBeUndefined();
    expect(warnings.join('\n')).toContain('TOKENTRAIL_OTLP_TOKEN needs TOKENTRAIL_OTLP_ENDPOINT');
    expect(JSON.stringify([config, warnings])).not.toContain(TOKEN);
  });

  test.each(['two words', 'a\r\nx-header: 1', 'caf\u00e9', 'a\u0000b'])('%j is an invalid token', (token) => {
    const { config, warnings } = readConfig({ ...OURS, TOKENTRAIL_OTLP_TOKEN: token });
    expect(config?.target.token).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('TOKENTRAIL_OTLP_TOKEN is not sent')]);
    expect(warnings.join('')).not.toContain(token);
  });

  test.each([undefined, '', '  '])('%j counts as no token', (token) => {
    const { config, warnings } = readConfig({ ...OURS, TOKENTRAIL_OTLP_TOKEN: token });
    expect(config?.target.token).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('it replaces another credential, in upper or lower case', () => {
    const withBasic = (name: string) => endpointOf('http://c', { headers: { [name]: 'Basic a', 'x-b': '1' } });
    expect(withToken(withBasic('Authorization'), TOKEN).headers).toEqual({
      authorization: `Bearer ${TOKEN}`,
      'x-b': '1',
    });
    expect(withToken(withBasic('authorization'), undefined)).toEqual(withBasic('authorization'));
  });
});

describe('a collector that requires a token', () => {
  let collector: OtlpReceiver;
  let spool: string;
  let warnings: string[];

  beforeEach(async () => {
    collector = await startOtlpReceiver();
    collector.response = ({ headers }) => ({ status: headers.authorization === `Bearer ${TOKEN}` ? 200 : 401 });
    spool = mkdtempSync(join(tmpdir(), 'tokentrail-token-'));
    warnings = [];
    jest.spyOn(process, 'emitWarning').mockImplementation((message) => void warnings.push(String(message)));
  });
  afterEach(async () => {
    await shutdown();
    jest.restoreAllMocks();
    rmSync(spool, { recursive: true });
    await collector.close();
  });

  function start(token?: string, endpoint = collector.url): void {
    startRecording({
      TOKENTRAIL_OTLP_ENDPOINT: endpoint,
      TOKENTRAIL_SPOOL_DIR: spool,
      TOKENTRAIL_OTLP_TOKEN: token,
    });
  }

  const spooled = () =>
    readdirSync(spool, { recursive: true })
      .map((name) => join(spool, String(name)))
      .filter((path) => statSync(path).isFile())
      .map((path) => path + readFileSync(path, 'latin1'))
      .join('');

  /** A program that records two calls. */
  function program(prefix: string, end: 'flush' | 'stay', token?: string): RunningProgram {
    const env = {
      TOKENTRAIL_OTLP_ENDPOINT: collector.url,
      TOKENTRAIL_SPOOL_DIR: spool,
      ...(token === undefined ? {} : { TOKENTRAIL_OTLP_TOKEN: token }),
    };
    return startProgram({ prefix, calls: 2, perSecond: 1000, end }, env);
  }

  test.each([
    ['no token', undefined],
    ['a wrong token', 'wrong-token-0123456789'],
  ])(
    'with %s, records are stored on disk, one warning names the variable, and the right token delivers them',
    async (_, wrong) => {
      const before = program('before', 'flush', wrong);
      await before.gone;
      expect(collector.spans).toEqual([]);
      expect(before.stderr().match(/status 401/g)).toHaveLength(1);
      expect(before.stderr()).toContain('they wait on disk. Check TOKENTRAIL_OTLP_TOKEN');
      if (wrong !== undefined) expect(before.stderr() + spooled()).not.toContain(wrong);

      const after = program('after', 'stay', TOKEN);
      await until(() => collector.records().length === 4, 30_000, 'every record at the collector');
      await after.kill();
      expect(after.stderr() + spooled()).not.toContain(TOKEN);
    },
    60_000,
  );

  test('requests for traces and metrics carry the token, and no record contains it', async () => {
    start(TOKEN);
    startCall({ provider: 'openai', operation: 'chat', requestModel: 'gpt-4o' }).end({ state: 'success' });
    await flush();
    await shutdown();
    expect(collector.records()).toHaveLength(1);
    expect(collector.requests.every(({ status }) => status === 200)).toBe(true);
    expect([...new Set(collector.requests.map(({ path }) => path))].sort()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(
      JSON.stringify(collector.spans, (_, value: unknown) => (typeof value === 'bigint' ? '' : value)),
    ).not.toContain(TOKEN);
  });

  test('a collector that is first unavailable and then requires a token is reported for both', async () => {
    const { url } = collector;
    await collector.close();
    start(undefined, url);
    recordEvent({ type: 'system', name: 'event' });
    await flush();
    collector = await startOtlpReceiver(Number(new URL(url).port));
    collector.response = () => ({ status: 403 });
    await flush();
    expect(warnings).toEqual([
      expect.stringContaining('ECONNREFUSED'),
      expect.stringContaining('Check TOKENTRAIL_OTLP_TOKEN'),
    ]);
  });
});
