import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flush, shutdown, startRecording, startRequest } from '../index.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../../testing/otlp-receiver.ts';

let collector: OtlpReceiver;
let warnings: string[];

beforeEach(async () => {
  collector = await startOtlpReceiver();
  warnings = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
});
afterEach(async () => {
  await shutdown();
  await collector.close();
  jest.restoreAllMocks();
});

interface Credential {
  clientRequestHeaders?: Record<string, unknown>;
  providerRequestHeaders?: Record<string, unknown>;
  providerResponseHeaders?: Record<string, unknown>;
  url?: string;
  /** The part that a provider repeats. */
  repeated: string;
}

const HEX = '0123456789abcdef'.repeat(4);

/**
 * Credentials that no pattern and no field name reveals where they are repeated. They are redacted because they are
 * known.
 */
const CREDENTIALS: Record<string, Credential> = {
  Helicone: { providerRequestHeaders: { 'Helicone-Auth': 'Bearer pyrite-lantern' }, repeated: 'pyrite-lantern' },
  'Cloudflare AI Gateway': {
    providerRequestHeaders: { 'cf-aig-authorization': 'Bearer gypsum-beacon' },
    repeated: 'gypsum-beacon',
  },
  Portkey: { providerRequestHeaders: { 'x-portkey-api-key': 'feldspar-candle' }, repeated: 'feldspar-candle' },
  'a virtual key of Portkey': {
    providerRequestHeaders: { 'x-portkey-virtual-key': 'openai-zircon7' },
    repeated: 'openai-zircon7',
  },
  'a configuration of Portkey': {
    providerRequestHeaders: { 'x-portkey-config': '{"provider":"openai","api_key":"basalt-torch"}' },
    repeated: 'basalt-torch',
  },
  'a header that the operator named': {
    clientRequestHeaders: { 'X-Internal': 'topaz-lantern' },
    repeated: 'topaz-lantern',
  },
  'x-authentication': { clientRequestHeaders: { 'x-authentication': 'agate-glow-77' }, repeated: 'agate-glow-77' },
  'the password of Basic': {
    clientRequestHeaders: { authorization: `Basic ${Buffer.from('app:marble-spark').toString('base64')}` },
    repeated: 'marble-spark',
  },
  'a cookie': { clientRequestHeaders: { cookie: 'theme=dark; sid=beryl-flash-91' }, repeated: 'beryl-flash-91' },
  'a cookie that is set': {
    providerResponseHeaders: { 'set-cookie': ['__cf_bm=olivine-ray-42; path=/; Secure'] },
    repeated: 'olivine-ray-42',
  },
  'a parameter': { url: 'https://api.example/v1/models?alt=sse&key=onyx-gleaming', repeated: 'onyx-gleaming' },
  'the password of a URL': { url: 'https://app:jasper%2Fshine@proxy.example/v1', repeated: 'jasper/shine' },
  'the user of a URL': { url: 'https://opal7beam2x@sentry.example/v1', repeated: 'opal7beam2x' },
  'the signature of AWS': {
    providerRequestHeaders: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKIAX/20261129/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=${HEX}`,
    },
    repeated: HEX,
  },
  'the id of the key of AWS': {
    providerRequestHeaders: {
      authorization: `AWS4-HMAC-SHA256 Credential=quartz01/20261129/us-east-1/bedrock/aws4_request, Signature=${HEX}`,
    },
    repeated: 'quartz01',
  },
  'the session token of AWS': {
    providerRequestHeaders: { 'X-Amz-Security-Token': 'IQoJb3JpZ2luX2Vj+granite/ember==' },
    repeated: 'IQoJb3JpZ2luX2Vj+granite/ember==',
  },
  'a presigned URL of AWS': {
    url: `https://s3.example/b?X-Amz-Credential=slate99x%2F20261129%2Fus-east-1&X-Amz-Signature=${HEX}&X-Amz-Security-Token=chalk-fire-12`,
    repeated: 'chalk-fire-12',
  },
  'a bearer of Bedrock': {
    providerRequestHeaders: { authorization: 'Bearer ABSKc2hvcnQ6' },
    repeated: 'ABSKc2hvcnQ6',
  },
  'a short-lived key of Bedrock': {
    providerRequestHeaders: { authorization: 'Bearer bedrock-api-key-YmVk' },
    repeated: 'bedrock-api-key-YmVk',
  },
  'OAuth of Vertex': { providerRequestHeaders: { authorization: 'Bearer ya29.c.short' }, repeated: 'ya29.c.short' },
};

/** Notations of the same text. */
const NOTATIONS: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'percent-encoded in lower case': (text) =>
    [...text].map((char) => (/[a-z]/.test(char) ? char : `%${char.charCodeAt(0).toString(16)}`)).join(''),
  'in unicode escapes': (text) =>
    [...text]
      .map((char) => (/[a-z]/.test(char) ? char : `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`))
      .join(''),
  'with escaped slashes': (text) => text.replaceAll('/', '\\/'),
  'in entities of HTML': (text) => [...text].map((char) => `&#${char.charCodeAt(0)};`).join(''),
};

function record({ url, repeated, ...headers }: Credential): void {
  const request = startRequest({
    operation: 'chat',
    apiFormat: 'openai.chat',
    metadata: { seen: `it was ${repeated}` },
  });
  const texts = Object.values(NOTATIONS).map((write) => write(repeated));
  const [, percent = '', unicode = ''] = texts;
  // Content that repeats the credential may come before it is known.
  request.content(
    'clientRequestBody',
    JSON.stringify({ messages: [{ role: 'user', content: `use ${repeated} now` }] }),
  );
  request.content(
    'inputMessages',
    texts.map((content) => ({ role: 'user', content })),
  );
  for (const key of ['clientRequestHeaders', 'providerRequestHeaders', 'providerResponseHeaders'] as const) {
    if (headers[key] !== undefined) request.content(key, headers[key]);
  }
  const attempt = request.attempt({ provider: 'openai', endpoint: `/v1/${percent}`, url, model: `m-${repeated}` });
  request.content('providerRequestBody', `{"inner":"{\\"note\\":\\"${unicode.replaceAll('\\', '\\\\')}\\"}"}`);
  request.content('providerResponseBody', `{"error":{"message":"bad credential ${unicode}"}}`);
  request.content('clientResponseHeaders', { 'x-echo': `of ${repeated}`, 'x-note': percent });
  const error = { code: 'invalid_key', type: repeated, message: `${repeated} is wrong`, body: { error: texts } };
  attempt.end({ state: 'failed', statusCode: 401, error });
  request.end({ state: 'failed', statusCode: 401, error });
}

const asText = (value: unknown) =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one));

/** Expects that `text` contains `repeated` in none of the notations. */
function expectGone(text: string, repeated: string): void {
  const inJson = (form: string) => JSON.stringify(form).slice(1, -1);
  for (const [name, write] of Object.entries(NOTATIONS)) {
    const form = write(repeated);
    for (const written of [form, inJson(form), inJson(inJson(form))]) {
      expect(`${name}: ${text.includes(written) ? written : 'gone'}`).toBe(`${name}: gone`);
    }
  }
}

const environment = (spool: string) => ({
  TOKENTRAIL_OTLP_ENDPOINT: collector.url,
  TOKENTRAIL_CAPTURE: 'full',
  TOKENTRAIL_SPOOL_DIR: spool,
  TOKENTRAIL_REDACT_HEADERS: 'x-internal',
});

test.each(Object.entries(CREDENTIALS))('%s: known from one place, redacted everywhere else', async (_name, one) => {
  startRecording(environment('none'));
  record(one);
  await flush();
  const { attributes } = collector.records()[0]!;
  // The surrounding text has arrived.
  expect(attributes['tokentrail.client.request.body']).toMatch(/use \*\*\* now/);
  expectGone(asText(collector.spans), one.repeated);
  expectGone(asText(collector.points), one.repeated);
  expectGone(warnings.join('\n'), one.repeated);
});

test('none of them is in the spool files while the collector is unavailable', async () => {
  const spool = mkdtempSync(join(tmpdir(), 'tokentrail-known-'));
  try {
    startRecording({ ...environment(spool), TOKENTRAIL_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    for (const one of Object.values(CREDENTIALS)) record(one);
    await flush();
    await shutdown();
    const files = readdirSync(spool, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const spooled = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
    expect(spooled).toMatch(/use \*\*\* now/);
    for (const { repeated } of Object.values(CREDENTIALS)) expectGone(spooled, repeated);
    for (const { repeated } of Object.values(CREDENTIALS)) expectGone(warnings.join('\n'), repeated);
  } finally {
    rmSync(spool, { recursive: true, force: true });
  }
});

test('values of names that only sound secret, and challenges of servers, are not redacted elsewhere', async () => {
  startRecording(environment('none'));
  const request = startRequest({ operation: 'chat' });
  request.content('clientRequestHeaders', {
    'x-session-type': 'anonymous',
    'x-token-type': 'production',
    cookie: 'theme=dark-mode',
  });
  request.content('providerResponseHeaders', { 'www-authenticate': 'Bearer realm="the OpenAI API"' });
  request.content('clientRequestBody', 'anonymous production in dark-mode with the OpenAI API');
  request.end({ state: 'success' });
  await flush();
  expect(collector.records()[0]!.attributes['tokentrail.client.request.body']).toBe(
    'anonymous production in dark-mode with the OpenAI API',
  );
});

test('hundreds of cookies displace no earlier credential and lose no record', async () => {
  startRecording(environment('none'));
  const request = startRequest({ operation: 'chat', key: { value: 'cobalt-flare' } });
  request.content('providerRequestHeaders', { 'helicone-auth': 'Bearer pyrite-lantern' });
  const cookies = Array.from({ length: 600 }, (_, index) => `c${index}=cookie-value-${index}`).join('; ');
  request.content('clientRequestHeaders', { cookie: cookies });
  request.content('clientRequestBody', 'cobalt-flare and pyrite-lantern');
  request.end({ state: 'success' });
  await flush();
  expect(collector.records()[0]!.attributes['tokentrail.client.request.body']).toBe('*** and ***');
});
