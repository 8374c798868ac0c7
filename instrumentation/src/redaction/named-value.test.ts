import { fieldKind, parameterKind } from './field-names.ts';
import { redactText } from './redact-text.ts';

const VALUE = 'f3c9a1d7e5b2';
const CREDENTIALS = [
  ...[
    'api_key',
    'access-token',
    'secret',
    'password',
    'passwords',
    'passwd',
    'passphrase',
    'authorization',
    'set-cookie',
  ],
  ...['token', 'pwd', 'db_pass', 'passcode', 'signature2signature', 'apikeys', 'secrets', 'credential', 'credentials'],
  ...['auth', 'cookie', 'to.ken', 'api_k_e_y', 'p-w-d'],
];
const PARAMETERS = [
  'key',
  'token',
  'sig',
  'signature',
  'credential',
  'auth',
  'code_verifier',
  'assertion',
  'aKey',
  'aSig',
];

test.each(CREDENTIALS)('finds a value by the name %s in any spelling', (name) => {
  for (const written of [name, name.toUpperCase()]) {
    expect(fieldKind(written)).toBeDefined();
    expect(redactText(`{"${written}":"${VALUE}"}`)).not.toContain(VALUE);
    expect(redactText(`${written}=${VALUE}`)).not.toContain(VALUE);
    expect(redactText(JSON.stringify({ text: `"${written}" : "${VALUE}"` }))).not.toContain(VALUE);
  }
});

test.each(PARAMETERS)('finds the query parameter %s', (name) => {
  expect(parameterKind(name)).toBe('credential');
  expect(redactText(`https://h/x?${name}=${VALUE}`)).not.toContain(VALUE);
  expect(redactText(`https%3A%2F%2Fh%2Fx%3F${name}%3D${VALUE}`)).not.toContain(VALUE);
});

test.each(['description', 'model', 'type', 'keyed', 'a', '', 'tokenizer', 'the', 'on', 'é'])(
  'the harmless name %j hides no value',
  (name) => {
    const text = `{"${name}":"${VALUE}"} ${name}=${VALUE} ${name}: ${VALUE}`;
    expect(redactText(text)).toBe(text);
  },
);

test('finds a flag after a line of hyphens, and at the end of one', () => {
  expect(redactText(`${'-'.repeat(80)}\nrun --api-key ${VALUE}`)).not.toContain(VALUE);
  expect(redactText(`${'-'.repeat(80)}api-key ${VALUE}`)).not.toContain(VALUE);
});
