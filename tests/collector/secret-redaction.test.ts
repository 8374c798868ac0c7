import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SECRET_SHAPES } from '@tokentrail/records';
import { SECRET_CASES, SHAPE_CASES } from '../../packages/records/src/secret-cases.ts';
import { sendSpans, span, string, type AnyValue } from './otlp.ts';
import { AWAY, chain, collector, queueFile, scratchFolder, until } from './setup.ts';

const record = string('tokentrail.record.type', 'usage');

/** Made-up keys in the formats of their issuers; their endings differ. */
const SECRETS = [
  'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z-openai',
  'sk-ant-api03-Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z-anthropic',
  'sk-0123456789abcdef0123456789abcdef',
  'AIzaSyA0123456789abcdefghijklmnopqrstuv',
  'gsk_0123456789abcdefghijABCDEFGHIJ',
  'AKIAABCDEFGHIJKLMNOP',
  'ghp_0123456789abcdefghijABCDEFGHIJ0123',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
  'Bearer 0123456789abcdef.0123456789',
  // A name of an attribute, or a trace state, has a single line.
  ...SECRET_SHAPES.flatMap(({ example }) => (/\s/.test(example) ? [] : [example])),
];

test('the collector redacts every text that the instrumentation is tested with, or the exception states why', async (t) => {
  const { collector: running, traces } = await chain(t);
  const cases = [...SHAPE_CASES, ...SECRET_CASES].filter(({ notInCollector }) => notInCollector === undefined);
  await sendSpans(
    running.otlpUrl,
    cases.map(({ text }) => span([record, string('text', text)])),
  );
  await sendSpans(running.otlpUrl, [span([record, string('user.id', 'the-last-record')])]);
  await until('the last record in the traces', () => traces.received().includes('the-last-record'));
  const received = traces.received();
  const expected = (text: string) => JSON.stringify(text).slice(1, -1);
  for (const { text, hidden } of cases) {
    if (hidden === undefined)
      assert.ok(received.includes(text) || received.includes(expected(text)), `changed: ${text}`);
    else assert.ok(!received.includes(hidden), `${hidden} of ${text}`);
  }
});

test('headers with credentials are recognised by their names', async (t) => {
  const { collector: running, traces } = await chain(t);
  const names = [
    ...['x-authentication', 'helicone-auth', 'cf-aig-authorization', 'x-portkey-api-key', 'x-portkey-virtual-key'],
    ...['x-amz-security-token', 'x-internal-token', 'x-db-password', 'proxy-authorization', 'x-my-session'],
  ];
  const attributes = names.map((name) => string(`http.request.header.${name}`, 'a plain credential'));
  const harmless = string('http.response.header.x-ratelimit-remaining-tokens', 'tokens that are left');
  await sendSpans(running.otlpUrl, [
    span([record, harmless, ...attributes, string('x-authentication', 'a plain credential')]),
  ]);
  await until('the span in the traces', () => traces.received().includes('x-portkey-virtual-key'));
  assert.doesNotMatch(traces.received(), /a plain credential/);
  assert.match(traces.received(), /tokens that are left/);
});

test('no secret reaches either store, in any field or type of value', async (t) => {
  const { collector: running, ledger, traces } = await chain(t);
  for (const secret of SECRETS) {
    await sendSpans(running.otlpUrl, [spanFullOf(secret)], surroundedBy(secret));
  }
  await sendSpans(running.otlpUrl, [span([record, string('user.id', 'the-last-record')])]);
  await until('the last record in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('the-last-record')),
  );
  for (const secret of SECRETS) {
    assert.ok(!ledger.received().includes(secret), `${secret} is in the ledger`);
    assert.ok(!traces.received().includes(secret), `${secret} is in the traces`);
  }
  assert.match(traces.received(), /the rest stays \*\*\*/);
});

test('no secret is in a queue file', async (t) => {
  const dataDir = scratchFolder(t);
  const running = await collector(t, { dataDir, ledgerUrl: AWAY, tracesUrl: AWAY });
  for (const secret of SECRETS) {
    await sendSpans(running.otlpUrl, [spanFullOf(secret)], surroundedBy(secret));
  }
  for (const exporter of ['ledger', 'traces'] as const) {
    assert.match(queueFile(dataDir, exporter), /usage/);
    assert.deepEqual(
      SECRETS.filter((secret) => queueFile(dataDir, exporter).includes(secret)),
      [],
    );
  }
});

test('the value of a credential header is redacted regardless of its form', async (t) => {
  const { collector: running, traces } = await chain(t);
  const headers = ['authorization', 'cookie', 'x-api-key'].map((name) => `http.request.header.${name}`);
  const value: AnyValue = { arrayValue: { values: [{ stringValue: 'a plain credential' }] } };
  await sendSpans(running.otlpUrl, [span([record, ...headers.map((key) => ({ key, value }))])]);
  await until('the span in the traces', () => traces.received().includes('http.request.header.cookie'));
  assert.doesNotMatch(traces.received(), /a plain credential/);
});

test('a text that only resembles a secret is kept', async (t) => {
  const { collector: running, ledger, traces } = await chain(t);
  const harmless = [
    'task-summarizer-production-eu',
    'risk-assessment-model-v2',
    'task-9f86d081-884c-7d65-9a2f-eaa0c55ad015',
    'sk-proj-...wxyz',
    'Bearer authentication',
  ];
  await sendSpans(
    running.otlpUrl,
    harmless.map((value) => span([record, string('user.id', value)])),
  );
  await until('the last in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('Bearer authentication')),
  );
  for (const value of harmless) {
    assert.ok(ledger.received().includes(value), value);
    assert.ok(traces.received().includes(value), value);
  }
});

function spanFullOf(secret: string) {
  const nested: AnyValue = { kvlistValue: { values: [string('inner', secret), string(secret, 'inner')] } };
  const attributes = [
    string('text', `the rest stays ${secret}`),
    { key: 'array', value: { arrayValue: { values: [{ stringValue: secret }, nested] } } },
    { key: 'map', value: nested },
    string(secret, 'as a key'),
    string('user.id', secret),
  ];
  return span([record, ...attributes], {
    name: secret,
    traceState: `vendor=${secret.replace(' ', '')}`,
    status: { code: 2, message: secret },
    events: [{ name: secret, timeUnixNano: '1', attributes }],
    links: [
      { traceId: '5b8efff798038103d269b633813fc60d', spanId: '00000000000000ff', traceState: secret, attributes },
    ],
  });
}

function surroundedBy(secret: string) {
  return {
    resource: { attributes: [string('service.name', secret), string(secret, 'x')], entityRefs: [{ type: secret }] },
    resourceSchemaUrl: secret,
    scope: { name: secret, version: secret, attributes: [string('text', secret), string(secret, 'x')] },
    scopeSchemaUrl: secret,
  };
}
