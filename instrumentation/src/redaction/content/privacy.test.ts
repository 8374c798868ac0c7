import { flush, shutdown, startRecording, startRequest, withUsage, type UsageContext } from '../../index.ts';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../../../testing/otlp-receiver.ts';

const ADDRESS = '2001:db8::7:1';
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64)';
const CALLER = { user: 'user-kestrel', session: 'session-osprey', clientAddress: ADDRESS, userAgent: AGENT };

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

/** Sends one request of that caller with all content that may identify them, and returns the received record. */
async function recorded(env: Record<string, string>, context: UsageContext = {}): Promise<ReceivedSpan> {
  startRecording({
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_CAPTURE: 'full',
    TOKENTRAIL_SPOOL_DIR: 'none',
    ...env,
  });
  withUsage(context, () => {
    const request = startRequest({
      operation: 'chat',
      path: `/users/${CALLER.user}/chat`,
      metadata: { email: 'me@example.com', seen: `at ${ADDRESS}` },
    });
    const body = {
      user: CALLER.user,
      metadata: { user_id: CALLER.user },
      prompt_cache_key: CALLER.session,
      text: `I am ${CALLER.user}. User: hello there`,
    };
    request.content('clientRequestHeaders', {
      'x-forwarded-for': ADDRESS,
      'x-note': `from [${ADDRESS.toUpperCase()}]:443`,
      'user-agent': AGENT,
    });
    request.content('clientRequestBody', JSON.stringify({ ...body, safety_identifier: CALLER.user }));
    request.content('providerRequestBody', { ...body, ip: '2001:0db8:0000:0000:0000:0000:0007:0001' });
    // The caller becomes known only after the body was read.
    request.describe(CALLER);
    request.end({ state: 'success', statusCode: 200 });
  });
  await flush();
  return collector.records()[0]!;
}

function received(): string {
  return JSON.stringify(collector.spans, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

test('without privacy mode: records the caller but no address, in fields, headers, bodies and metadata', async () => {
  const { attributes } = await recorded({});
  expect(attributes).toMatchObject({
    'user.id': CALLER.user,
    'session.id': CALLER.session,
    'user_agent.original': AGENT,
  });
  expect(attributes).not.toHaveProperty(['client.address']);
  expect(received()).not.toMatch(/db8:/i);
  expect(attributes['tokentrail.client.request.body']).toMatch(/"user":"user-kestrel"/);
});

test.each<[string, Record<string, string>, UsageContext, boolean]>([
  ['where recording of addresses is on', { TOKENTRAIL_RECORD_IP: 'true' }, {}, true],
  ['where it is on and the call says no', { TOKENTRAIL_RECORD_IP: 'true' }, { recordIp: false }, false],
  ['where it is off and the call says yes', {}, { recordIp: true }, true],
  [
    'in privacy mode, although both say yes',
    { TOKENTRAIL_RECORD_IP: 'true', TOKENTRAIL_PRIVACY: 'true' },
    { recordIp: true },
    false,
  ],
])('the address of a client %s', async (_name, env, context, isRecorded) => {
  const { attributes } = await recorded(env, context);
  expect(attributes['client.address']).toBe(isRecorded ? ADDRESS : undefined);
  expect(/db8:/i.test(received())).toBe(isRecorded);
});

test('in privacy mode with a secret: replaces each occurrence of a name by the same pseudonym', async () => {
  const { attributes } = await recorded({ TOKENTRAIL_PRIVACY: 'true', TOKENTRAIL_HMAC_SECRET: 's' });
  const { 'user.id': user, 'session.id': session } = attributes as Record<string, string>;
  expect(user).toMatch(/^[0-9a-f]{16}$/);
  expect(session).toMatch(/^[0-9a-f]{16}$/);
  expect(user).not.toBe(session);
  expect(attributes['url.path']).toBe(`/users/${user}/chat`);
  const body = {
    user,
    metadata: { user_id: user },
    prompt_cache_key: session,
    text: `I am ${user}. User: hello there`,
  };
  expect(JSON.parse(attributes['tokentrail.client.request.body'] as string)).toEqual({
    ...body,
    safety_identifier: user,
  });
  expect(JSON.parse(attributes['tokentrail.provider.request.body'] as string)).toEqual({ ...body, ip: '***' });
  expect(JSON.parse(attributes['tokentrail.client.request.headers'] as string)).toMatchObject({
    'user-agent': '***',
  });
  expect(received()).not.toMatch(/kestrel|osprey|Mozilla|db8:|example\.com/i);
  expect(warnings).toEqual([]);
});

test('in privacy mode without a secret: leaves out users and sessions and warns once', async () => {
  const { attributes } = await recorded({ TOKENTRAIL_PRIVACY: 'true' });
  expect(Object.keys(attributes).filter((name) => /^(?:user|session|client|user_agent)\./.test(name))).toEqual([]);
  expect(received()).not.toMatch(/kestrel|osprey|Mozilla|db8:|example\.com/i);
  expect(warnings.filter((warning) => warning.includes('TOKENTRAIL_HMAC_SECRET'))).toHaveLength(1);
});

test('leaves out a user name that is an address if addresses are not recorded', async () => {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: 'none' });
  startRequest({ operation: 'chat', user: '192.0.2.7', session: '::ffff:192.0.2.7' }).end({ state: 'success' });
  await flush();
  expect(received()).not.toMatch(/192\.0\.2/);
});

test('the resource has no secret, no command line, owner or user, and no host in privacy mode', async () => {
  const named = {
    'process.command_line': 'node app --key hunter2',
    'process.command_args': 'hunter2',
    'process.owner': 'hunter2',
    'host.user': 'hunter2',
    'user.name': 'hunter2',
    'enduser.id': 'hunter2',
    'host.name': 'laptop-of-hunter2',
    'host.ip': '192.0.2.7',
    'db.url': 'postgres://me:hunter2@db/x',
    'deployment.environment.name': 'production',
  };
  const pairs = Object.entries(named)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join(',');
  const { resource } = await recorded({
    TOKENTRAIL_PRIVACY: 'true',
    TOKENTRAIL_HMAC_SECRET: 's',
    OTEL_RESOURCE_ATTRIBUTES: pairs,
  });
  expect(Object.keys(resource).sort()).toEqual([
    'db.url',
    'deployment.environment.name',
    'service.instance.id',
    'service.name',
  ]);
  expect(received()).not.toMatch(/hunter2/);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/process\.command_line, process\.command_args, process\.owner/);
});

test('metrics carry no personal data', async () => {
  await recorded({ TOKENTRAIL_PRIVACY: 'true', TOKENTRAIL_HMAC_SECRET: 's' });
  expect(
    JSON.stringify(collector.points, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toMatch(/kestrel|osprey|Mozilla|db8:/);
});
