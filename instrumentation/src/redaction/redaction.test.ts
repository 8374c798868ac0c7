import { previewOfKey } from './key-preview.ts';
import { redactHeaders } from './redact-headers.ts';
import { REDACTED, redactName, redactText } from './redact-text.ts';

test.each([
  ['sk-proj-abcdefghijklmnopqrstuvwxyz', 'sk-proj-...wxyz'],
  ['sk-abcdefghijklmnopqrst', 'sk-...qrst'],
  ['sk-ant-api03-abcdefghijklmnopqrst', 'sk-ant-api03-...qrst'],
  ['AIzaSyA1234567890123456789', 'AIza...6789'],
  ['0123456789abcdef0123456789abcdef', '...cdef'],
  ['0123456789012345678', '***'],
  ['sk-short', '***'],
  ['sk-ant-api03-1234567', '***'],
  ['sk-proj-abcdefghijkl', 'sk-proj-...ijkl'],
  ['Basic dXNlcjpodW50ZXIyaHVudGVyMg==', '***'],
  ['', '***'],
])('of the key %s is shown %s', (key, preview) => {
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
const PLACES: ((key: string) => string)[] = [
  (key) => key,
  (key) => `Incorrect API key provided: ${key}. You can find it …`,
  (key) => JSON.stringify({ messages: [{ content: `my key is "${key}"\nok` }] }),
  (key) => `https://host/v1/models?alt=sse&key=${key}#x`,
  (key) => `Authorization: Bearer ${key}`,
  (key) => `(${key})`,
  // In JSON a line break is the letter n behind a backslash, and in a URL a quote ends in a digit.
  (key) => JSON.stringify({ messages: [{ content: `my key:\n${key}\nand\t${key}` }] }),
  (key) => JSON.stringify(JSON.stringify([`\n${key}`])),
  (key) => `"\\u0022${key}\\u0022"`,
  (key) => `https://host/login?q=%22${key}%22&then=%20${key}`,
];

test.each(KEYS.flatMap((key) => PLACES.map((place) => [place(key), key] as const)))('%s loses its key', (text, key) => {
  const redacted = redactText(text);
  expect(redacted).not.toContain(key);
  expect(redacted).toContain(REDACTED);
});

test('a credential is found by its name, where its shape says nothing', () => {
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
])('the credential in %s is found', (text, redacted) => {
  expect(redactText(text)).toBe(redacted);
  expect(redactName(text)).toBe(redacted);
});

test.each([
  ...KEYS,
  'ya29.abcdefghijklmnopqrstuvwx',
  'sk_live_abcdefghij',
  'tgp_v1-abcdefghijklmnop',
  '-----BEGIN PRIVATE KEY-----abc',
])('the name %s is seen to be a key, although most names are not looked through', (key) => {
  expect(redactName(key)).toBe(REDACTED);
  expect(redactName('gpt-4o-2024-08-06')).toBe('gpt-4o-2024-08-06');
});

test('what is JSON is JSON afterwards, with the rest of its content', () => {
  const body = { a: KEYS.join(' "quoted" \\ '), b: { password: 'with "quotes" and \\ in it' }, token: 'count', n: 1 };
  const redacted = JSON.parse(redactText(JSON.stringify(body))) as typeof body;
  expect(redacted.n).toBe(1);
  for (const key of KEYS) expect(redacted.a).not.toContain(key);
});

test('ordinary text stays as it is', () => {
  const text =
    'The task-list asked for risk-adjusted numbers: max_tokens 5, "key": "value", a bearer of news, sk-8, desk-organisation-for-everyone';
  expect(redactText(text)).toBe(text);
});

test('headers: secrets are removed by name and by shape, whatever the case, and a list can only grow', () => {
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
    ['x-internal'],
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
