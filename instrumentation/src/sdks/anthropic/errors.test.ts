import { readErrors } from './errors.ts';

const read = readErrors({});
const errorOf = (fields: object) => Object.assign(new Error('400 …'), { status: 400, type: null }, fields);
const code = (fields: object) => read(errorOf(fields)).code;

test("Anthropic's error type comes first", () => {
  const headers = new Headers({ 'x-amzn-errortype': 'ThrottlingException' });
  expect(code({ type: 'overloaded_error', headers })).toBe('overloaded_error');
});

test.each([
  ['a header', { headers: new Headers({ 'x-amzn-errortype': 'ValidationException' }) }],
  [
    'a header with an address',
    { headers: new Headers({ 'x-amzn-errortype': 'ValidationException:http://a.example/' }) },
  ],
  ['a stream', { type: 'validationException' }],
])("Bedrock's exception in %s has one name", (_where, fields) => {
  expect(code(fields)).toBe('ValidationException');
});

test.each([
  ['an object', { error: { error: { code: 429, message: 'm', status: 'RESOURCE_EXHAUSTED' } } }, 'RESOURCE_EXHAUSTED'],
  ['a list', { error: [{ error: { code: 400, status: 'FAILED_PRECONDITION' } }] }, 'FAILED_PRECONDITION'],
  ['a sentence', { error: { error: { status: 'Bad request for a prompt' } } }, undefined],
  ['an empty list', { error: [] }, undefined],
  ['no object', { error: 'text', headers: { 'x-amzn-errortype': 'x' } }, undefined],
])("Google's status in %s", (_where, fields, expected) => {
  expect(code(fields)).toBe(expected);
});
