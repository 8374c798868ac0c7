import type { StainlessClient } from '../stainless/sdk.ts';
import { keyInHeaders, keyOfClient } from './keys.ts';
import { PLATFORM_REWRITING, platformOf } from './platforms.ts';

const clientOf = (_genAIProviderName: string, more: object = {}) =>
  ({ _genAIProviderName, ...more }) as unknown as StainlessClient;
const OWN = clientOf('anthropic');
const BEDROCK = clientOf('aws.bedrock');
const VERTEX = clientOf('gcp.vertex_ai');

test('only clients of other platforms rewrite requests', () => {
  expect([OWN, BEDROCK, VERTEX].map(platformOf)).toEqual([undefined, 'aws.bedrock', 'gcp.vertex_ai']);
  expect([OWN, BEDROCK, VERTEX].map(PLATFORM_REWRITING.isDoneBy)).toEqual([false, true, true]);
});

test.each([
  ['/model/anthropic.claude-3-haiku-20240307-v1:0/invoke', 'anthropic.claude-3-haiku-20240307-v1:0'],
  [
    '/proxy/model/arn:aws:bedrock:us-east-1:1:inference-profile%2Fa/invoke-with-response-stream',
    'arn:aws:bedrock:us-east-1:1:inference-profile/a',
  ],
  [
    '/v1/projects/p/locations/eu/publishers/anthropic/models/claude-haiku-4-5@20251001:rawPredict',
    'claude-haiku-4-5@20251001',
  ],
  ['/v1/projects/p/locations/global/publishers/anthropic/models/claude-opus-5:streamRawPredict', 'claude-opus-5'],
  ['/model/a%zz/invoke', 'a%zz'],
  ['/anthropic/v1/messages', undefined],
])('the model of %s', (path, model) => {
  expect(PLATFORM_REWRITING.modelOf(path)).toBe(model);
});

const bearer = new Headers({ authorization: 'Bearer a-key' });
const signed = new Headers({
  authorization: 'AWS4-HMAC-SHA256 Credential=AKIAX/20261130/us-east-1/bedrock/aws4_request, Signature=0a',
});

test('a signature and the access token of a Google account are no keys', () => {
  expect(keyInHeaders(signed, BEDROCK)).toBeUndefined();
  expect(keyInHeaders(bearer, VERTEX)).toBeUndefined();
  expect(keyInHeaders(bearer, BEDROCK)).toEqual({ value: 'a-key' });
  expect(keyInHeaders(bearer, OWN)).toEqual({ value: 'a-key' });
  expect(keyInHeaders(new Headers({ 'x-api-key': 'another' }), OWN)).toEqual({ value: 'another' });
});

test('a client that a proxy signs for uses no key', () => {
  expect(keyOfClient(clientOf('aws.bedrock', { apiKey: 'a-key', skipAuth: true }))).toBeUndefined();
  expect(keyOfClient(clientOf('aws.bedrock', { apiKey: 'a-key', skipAuth: false }))).toEqual({ value: 'a-key' });
  expect(keyOfClient(clientOf('anthropic', { apiKey: null, authToken: 'a-token' }))).toEqual({ value: 'a-token' });
});
