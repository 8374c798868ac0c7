import { SECRET_SHAPES } from '@tokentrail/records';
import { previewOfKey } from './key-preview.ts';
import { redactHeaders } from './redact-headers.ts';
import { REDACTED } from './mark.ts';
import { redactName, redactText } from './redact-text.ts';

test.each([
  ['sk-proj-abcdefghijklmnopqrstuvwxyz', 'sk-proj-...wxyz'],
  ['sk-abcdefghijklmnopqrst', 'sk-...qrst'],
  ['sk-ant-api03-abcdefghijklmnopqrst', 'sk-ant-api03-...qrst'],
  ['AIzaSyA1234567890123456789', 'AIza...6789'],
  ['ABSKQmVkcm9ja0FQSUtleS0wMTIzNDU2', 'ABSK...NDU2'],
  ['bedrock-api-key-YmVkcm9ja0FQSUtleQ', 'bedrock-api-key-...tleQ'],
  ['0123456789abcdef0123456789abcdef', '...cdef'],
  ['0123456789012345678', '***'],
  ['sk-short', '***'],
  ['sk-ant-api03-1234567', '***'],
  ['sk-proj-abcdefghijkl', 'sk-proj-...ijkl'],
  ['Basic dXNlcjpodW50ZXIyaHVudGVyMg==', '***'],
  ['', '***'],
])('the preview of the key %s is %s', (key, preview) => {
  expect(previewOfKey(key)).toBe(preview);
});

const KEYS = [
  'sk-proj-Abc_defGHIjklMNO-pqrSTUvwx',
  'sk-ant-api03-AAAABBBBCCCCDDDD',
  'AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe',
  'gsk_abcdefghijklmnop1234',
  'xai-abcdefghijklmnop1234',
  'hf_abcdefghijklmnopqrst',
  'ghp_abcdefghijklmnopqrst',
  'github_pat_11ABCDEFG0abcdefghij_klm',
  'AKIAIOSFODNN7EXAMPLE',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123',
  'xoxb-123456789012-abcdefghij',
];
const TEXTS_WITH_KEY: ((key: string) => string)[] = [
  (key) => key,
  (key) => `Incorrect API key provided: ${key}. You can find it …`,
  (key) => JSON.stringify({ messages: [{ content: `my key is "${key}"\nok` }] }),
  (key) => `https://host/v1/models?alt=sse&key=${key}#x`,
  (key) => `Authorization: Bearer ${key}`,
  (key) => `(${key})`,
  // An escape before the key ends in a letter or a digit: `\n` in JSON, `%22` in a URL.
  (key) => JSON.stringify({ messages: [{ content: `my key:\n${key}\nand\t${key}` }] }),
  (key) => JSON.stringify(JSON.stringify([`\n${key}`])),
  (key) => `"\\u0022${key}\\u0022"`,
  (key) => `https://host/login?q=%22${key}%22&then=%20${key}`,
];

test.each(KEYS.flatMap((key) => TEXTS_WITH_KEY.map((textWith) => [textWith(key), key] as const)))(
  'removes the key from %s',
  (text, key) => {
    const redacted = redactText(text);
    expect(redacted).not.toContain(key);
    expect(redacted).toContain(REDACTED);
  },
);

test('finds a credential by its name if its shape is unknown', () => {
  expect(redactText('https://h/v1?api_key=hunter2hunter2&model=x')).toBe(`https://h/v1?api_key=${REDACTED}&model=x`);
  expect(redactText('postgres://me:hunter2@db/x')).toBe(`postgres://${REDACTED}@db/x`);
  expect(redactText('{"api_key":"hunter2","model":"m"}')).toBe(`{"api_key":"${REDACTED}","model":"m"}`);
  expect(redactText('{"a":"{\\"password\\":\\"hunter2\\"}"}')).not.toContain('hunter2');
  expect(redactText('Basic dXNlcjpwYXNzd29yZA==')).toBe(`Basic ${REDACTED}`);
});

test.each([
  ['redis://:hunter2@host:6379/0', `redis://${REDACTED}@host:6379/0`],
  ['https://hunter2@sentry.io/1', `https://${REDACTED}@sentry.io/1`],
  ['postgres://u:p@hunter2@db/x', `postgres://${REDACTED}@db/x`],
  ['https://h/v1?subscription-key=hunter2&a=b', `https://h/v1?subscription-key=${REDACTED}&a=b`],
  ['{"OPENAI_API_KEY":"hunter2","a":1}', `{"OPENAI_API_KEY":"${REDACTED}","a":1}`],
  ['{"x-goog-api-key": "hunter2"}', `{"x-goog-api-key": "${REDACTED}"}`],
  ['{"SecretAccessKey":"hunter2"}', `{"SecretAccessKey":"${REDACTED}"}`],
  [`{"password":"it's hunter2"}`, `{"password":"${REDACTED}"}`],
  ['{"password":"say \\"hunter2\\""}', `{"password":"${REDACTED}"}`],
  [`{'api_key': 'hunter2'}`, `{'api_key': '${REDACTED}'}`],
  ['export MISTRAL_API_KEY=hunter2hunter2 x', `export MISTRAL_API_KEY=${REDACTED} x`],
  ['x-api-key: hunter2hunter2', `x-api-key: ${REDACTED}`],
  ['{"c":"x\\nBearer hunter2hunter2"}', `{"c":"x\\nBearer ${REDACTED}"}`],
])('finds the credential in %s', (text, redacted) => {
  expect(redactText(text)).toBe(redacted);
  expect(redactName(text)).toBe(redacted);
});

test.each([
  ...KEYS,
  'ya29.abcdefghijklmnopqrstuvwx',
  'sk_live_abcdefghij',
  'tgp_v1-abcdefghijklmnop',
  '-----BEGIN PRIVATE KEY-----abc',
])('redactName hides the key %s, although it skips the search for most names', (key) => {
  expect(redactName(key)).toBe(REDACTED);
  expect(redactName('gpt-4o-2024-08-06')).toBe('gpt-4o-2024-08-06');
});

test('keeps JSON valid, with the rest of its content', () => {
  const body = { a: KEYS.join(' "quoted" \\ '), b: { password: 'with "quotes" and \\ in it' }, token: 'count', n: 1 };
  const redacted = JSON.parse(redactText(JSON.stringify(body))) as typeof body;
  expect(redacted.n).toBe(1);
  for (const key of KEYS) expect(redacted.a).not.toContain(key);
});

test('leaves ordinary text unchanged', () => {
  const text =
    'The task-list asked for risk-adjusted numbers: max_tokens 5, "key": "value", a bearer of news, sk-8, desk-organisation-for-everyone';
  expect(redactText(text)).toBe(text);
});

test('removes secrets of headers by name in any case and by shape; configured names only add to the list', () => {
  const headers = redactHeaders(
    {
      Authorization: 'Bearer x',
      'X-API-Key': 'y',
      Cookie: 'a=b',
      'set-cookie': ['a=1', 'b=2'],
      'x-custom-token': 'z',
      'x-internal': 'w',
      'x-other': `see ${KEYS[0]!}`,
      'x-ratelimit-remaining-tokens': '100',
      'content-type': 'application/json',
      missing: undefined,
    },
    { redact: ['x-internal'], addresses: true, callers: true },
  );
  expect(headers).toEqual({
    authorization: REDACTED,
    'x-api-key': REDACTED,
    cookie: REDACTED,
    'set-cookie': [REDACTED, REDACTED],
    'x-custom-token': REDACTED,
    'x-internal': REDACTED,
    'x-other': `see ${REDACTED}`,
    'x-ratelimit-remaining-tokens': '100',
    'content-type': 'application/json',
  });
  expect(redactHeaders(new Headers({ 'Api-Key': 'x', accept: '*/*' }))).toEqual({ 'api-key': REDACTED, accept: '*/*' });
});

describe('the table of shapes', () => {
  test.each(SECRET_SHAPES.map((shape) => [shape.issuer, shape] as const))(
    'finds the example of %s',
    (_issuer, shape) => {
      expect(redactText(`a ${shape.example} b`)).toBe(`a ${REDACTED} b`);
      expect(redactName(shape.example)).toBe(REDACTED);
      if (shape.collectorPattern !== undefined) expect(shape.example).toMatch(new RegExp(shape.collectorPattern));
    },
  );

  test('the pattern for the collector is RE2 and begins with a literal', () => {
    for (const { collectorPattern } of SECRET_SHAPES) {
      expect(collectorPattern ?? 'literal').not.toMatch(/\(\?(?:=|!|<)|\\[1-9]/);
      expect(collectorPattern ?? 'literal').toMatch(/^[\w:-]{2}/);
    }
  });
});

test.each([
  ['a key in a URL in a URL', 'https://h/?then=https%3A%2F%2Fapi%2Fv1%3Fkey%3Dhunter2%26a%3Db', 'hunter2'],
  ['a user in a URL in a URL', 'https://h/?then=postgres%3A%2F%2Fme%3Ahunter2%40db%2Fx', 'hunter2'],
  ['JSON in a URL', 'https://h/?body=%7B%22password%22%3A%22hunter2%22%7D', 'hunter2'],
  ['a signature of AWS', 'https://s3/x?X-Amz-Signature=ab12cd&X-Amz-Date=1', 'ab12cd'],
  ['a connection string', 'Server=db;User Id=me;Password=hunter;Encrypt=true', 'hunter;'],
  ['a number in JSON', '{"password":123456,"n":1}', '123456'],
  ['a number in JSON in JSON', '"{\\"password\\":123456}"', '123456'],
  ['a value of several lines', '{"private_key":"a\\nb\\nc hunter2"}', 'hunter2'],
  ['a secret behind the id of AWS', 'AKIAIOSFODNN7EXAMPLE / wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
  ['a header as text', 'authorization: Token hunter2hunter2', 'hunter2'],
  [
    'a private key with headers',
    '-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,1F\n\nhunter2==\n-----END RSA PRIVATE KEY-----',
    'hunter2',
  ],
  ['a private key in a URL', '-----BEGIN%20PRIVATE%20KEY-----%0Ahunter2%0A-----END%20PRIVATE%20KEY-----', 'hunter2'],
])('finds %s', (_name, text, secret) => {
  const redacted = redactText(text);
  expect(redacted).not.toContain(secret);
  expect(redacted).toContain(REDACTED);
  if (text.startsWith('{') || text.startsWith('"')) expect(() => JSON.parse(redacted) as unknown).not.toThrow();
});

test.each([
  'id 3f2504e0-4f89-41d3-9a0c-0305e82c3301 of sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'gpt-4o-2024-08-06, claude-opus-4-5-20251101, models/gemini-3-pro, meta-llama/Llama-3.3-70B-Instruct-Turbo, deepseek-r1',
  'chatcmpl-BxY3kQ9mZ7pLw2vN8rT5sH1j, req_011CSHoEeqs5C35K2UUqR7Fy, call_Ab3dEf6hIj9kLm2nOp5qRs8t, toolu_01A09q90qw90lq917835lq9',
  Buffer.from('Call me Ishmael. Some years ago, never mind how long precisely. '.repeat(30)).toString('base64'),
  'Basic authentication and bearer authentication need a token; basic HTTP/1.1, Basic understanding of bearer instruments',
  'api_key = os.environ["OPENAI_API_KEY"]; client = OpenAI(api_key=api_key, password=settings.password, token=None)',
  'const token = await getToken(session); headers.authorization = `Bearer ${token}`; let cookie: string; auth: CredentialParameters',
  '{"max_tokens":4096,"token":"word","tokens":12,"key":"value","eos_token":"<|endoftext|>","next_page_token":"abc123def456ghi"}',
  '{"token":"international12","logprob":-0.3,"bytes":[105]}',
  '{"type":"object","properties":{"password":{"type":"string","description":"The password"}},"required":["password"]}',
  'see https://example.com/a?id=7&monkey=1#top, mailto:me@example.com, at 12:30:15, {"a":"b:c=d"} x=1; y == 2',
  'Password: must have 8 characters. Your secret: never tell it. The key: be patient.',
])('keeps text without a secret: %s', (text) => {
  expect(redactText(text)).toBe(text);
});

describe('time for a text of 1 MiB', () => {
  const MIB = 1024 * 1024;
  const parts = [
    'a',
    'sk-',
    'ask-',
    '-',
    '-----BEGIN',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----a-',
    'eyJ-',
    'eyJhbGci_',
    'AKIA',
    'token=',
    'key=',
    '"key":"',
    '"password":"\\',
    '\\"token\\":',
    'password: ',
    'Bearer ',
    'Basic abcdefgh',
    '://a',
    'a:b://',
    '%3A%2F%2F',
    '%22',
    '=',
    ':',
    '"',
    '\\',
    'password',
    'data:;base64,',
    '\ud83d\ude00 sk-',
  ];
  test.each(parts)('redacts repeated %j within the time limit', (part) => {
    const text = part.repeat(MIB / part.length);
    const before = process.cpuUsage();
    redactText(text);
    redactText(text.slice(1));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(5000);
  });
});

describe('headers', () => {
  const rules = { redact: [], addresses: true, callers: true };

  test('accepts pairs, flat lists, maps and values of any type', () => {
    const pairs = [
      ['Authorization', 'x'],
      ['accept', 'a'],
      ['Accept', 'b'],
    ] as [string, string][];
    const expected = { authorization: REDACTED, accept: ['a', 'b'] };
    expect(redactHeaders(pairs, rules)).toEqual(expected);
    expect(redactHeaders(pairs.flat(), rules)).toEqual(expected);
    expect(redactHeaders(new Map(pairs.slice(0, 2)), rules)).toEqual({ authorization: REDACTED, accept: 'a' });
    for (const none of [null, undefined, 'authorization: x', 7, [1, null, 'x']])
      expect(redactHeaders(none, rules)).toEqual({});
    expect(redactHeaders({ a: Symbol('s'), b: {}, c: null, d: 5 }, rules)).toEqual({ a: '', b: '', d: '5' });
  });

  test('hides a secret in a name, or split over the values of one name', () => {
    expect(redactHeaders({ [`x-${KEYS[0]!}`]: '1', 'x-parts': ['Bearer', 'hunter2hunter2', 'rest'] }, rules)).toEqual({
      [`x-${REDACTED}`]: '1',
      'x-parts': ['Bearer', REDACTED, 'rest'],
    });
  });

  test('decides by the current value and rules, independent of earlier headers with the same name', () => {
    const rules = { redact: [], addresses: true, callers: true };
    for (const value of ['plain', KEYS[0]!, '', 'plain', 'a'.repeat(300), KEYS[0]!, '']) {
      const shown = value === KEYS[0] ? REDACTED : value;
      expect(redactHeaders({ 'X-Note': value }, rules)).toEqual({ 'x-note': shown });
      expect(redactHeaders({ 'X-Note': value }, { ...rules, redact: ['x-note'] })).toEqual({ 'x-note': REDACTED });
      expect(redactHeaders({ 'X-Client-Ip': value }, rules)).toEqual({ 'x-client-ip': shown });
      expect(redactHeaders({ 'X-Client-Ip': value }, { ...rules, addresses: false })).toEqual({
        'x-client-ip': REDACTED,
      });
      expect(redactHeaders({ 'User-Agent': value }, { ...rules, callers: false })).toEqual({ 'user-agent': REDACTED });
      expect(redactHeaders({ 'User-Agent': value }, rules)).toEqual({ 'user-agent': shown });
    }
  });

  test('shows addresses and callers only if the rules allow it', () => {
    const headers = {
      'X-Forwarded-For': '203.0.113.9, 10.0.0.1',
      forwarded: 'for="[2001:db8::1]"',
      'cf-connecting-ip': '203.0.113.9',
      'user-agent': 'Mozilla/5.0',
      'x-user-email': 'me@example.com',
      accept: '*/*',
    };
    const hidden = { 'x-forwarded-for': REDACTED, forwarded: REDACTED, 'cf-connecting-ip': REDACTED, accept: '*/*' };
    const callers = { 'user-agent': 'Mozilla/5.0', 'x-user-email': 'me@example.com' };
    expect(redactHeaders(headers, { ...rules, addresses: false })).toEqual({ ...hidden, ...callers });
    expect(redactHeaders(headers, { redact: [], addresses: false, callers: false })).toEqual({
      ...hidden,
      'user-agent': REDACTED,
      'x-user-email': REDACTED,
    });
  });
});

const RANDOM = 'Qm7xT2pL9vRb4KsN8wYc3Hd';
const HEX = '0123456789abcdef'.repeat(2);
test.each([
  `AQ.Ab8RN6${RANDOM}`,
  `SG.${RANDOM}.${RANDOM}${RANDOM}`,
  `pypi-AgEIcHlwaS5vcmcC${RANDOM}`,
  `dapi${HEX}-2`,
  `xapp-1-A0123456789-1234567890123-${HEX}`,
  `xoxc-1234567890-1234567890-${RANDOM}`,
  `https://hooks.slack.com/services/T00000000/B00000000/${RANDOM}`,
  `whsec_${RANDOM}`,
  `gldt-${RANDOM}`,
  `shpat_${HEX}`,
  `pcsk_6abcd_${RANDOM}`,
  `glsa_${RANDOM}_0123abcd`,
  `hvs.${RANDOM}${RANDOM}`,
  `ATATT3xFfGF0${RANDOM}`,
  `sess-${RANDOM}${RANDOM}`,
  `1//0g${RANDOM}${RANDOM}`,
])('finds the secret %s by its shape, alone and in a text', (secret) => {
  const hidden = secret.slice(-12);
  expect(redactName(secret)).not.toContain(hidden);
  expect(redactText(JSON.stringify({ a: `with\n${secret} it` }))).not.toContain(hidden);
});

test.each([
  ['{"password":["hunter2","hunter3"],"a":1}', `{"password":["${REDACTED}"],"a":1}`],
  [String.raw`"{\"api_keys\": [\"hunter2hunter2\"]}"`, String.raw`"{\"api_keys\": [\"***\"]}"`],
  ['run --api-key hunter2hunter2 now', `run --api-key ${REDACTED} now`],
  [String.raw`{"cmd":"x --password \"hunter2hunter2\" y"}`, String.raw`{"cmd":"x --password \"***\" y"}`],
  ['export DB_PASS=hunter2hunter2', `export DB_PASS=${REDACTED}`],
])('finds the secret in %s', (text, redacted) => {
  expect(redactText(text)).toBe(redacted);
  expect(redactName(text)).toBe(redacted);
});

test.each([
  'password = input("Password: ")\nuser = "somebody"',
  `ask('Your password: ', 'your name')`,
  'run --api-key $API_KEY --password "$DB_PASSWORD" --token <token>',
  'a --- b -- password protected pages',
  '{"secrets":[1,2],"passwords":[]}',
])('finds no secret in %s', (text) => {
  expect(redactText(text)).toBe(text);
});

test('recognizes unlisted headers by the words in their names', () => {
  const secret = 'zq8vb3ny';
  for (const name of ['x-usertoken', 'PHPSESSID', 'x-sessionid', 'x-otp', 'x-db-pass']) {
    expect(Object.values(redactHeaders({ [name]: secret }))).toEqual([REDACTED]);
  }
  const rules = { redact: [], addresses: false, callers: false };
  for (const name of ['x-originating-ip', 'x-source-ip', 'x_forwarded_for', 'x-forwarded-for-original', 'ip']) {
    expect(Object.values(redactHeaders({ [name]: '203.0.113.5' }, { ...rules, callers: true }))).toEqual([REDACTED]);
  }
  for (const name of ['x-username', 'x-ms-client-principal-name', 'x-customer-id', 'x-amzn-oidc-identity', 'x-phone']) {
    expect(Object.values(redactHeaders({ [name]: 'bob' }, rules))).toEqual([REDACTED]);
  }
  const harmless = {
    'content-type': 'a',
    'x-ratelimit-limit-tokens': '1',
    'x-forwarded-host': 'h',
    'x-request-id': 'r',
  };
  expect(redactHeaders(harmless, rules)).toEqual(harmless);
});
