import assert from 'node:assert/strict';
import { all, holds, MESSAGE, one, STREAM, succeeds, sentAttempts, USAGE, type Behaviour } from '../behaviour.ts';

const PROFILE = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3';
const BEDROCK_KEY = 'ABSKQmVkcm9ja0FQSUtleS0wMTIzNDU2Nzg5OmFiY2RlZg';

/** The name of an error: it may contain a URL, which differs between runs. */
const nameOf = (error: Error) => error.constructor.name;

/** What is special about the clients of other platforms. */
export const PLATFORMS: readonly Behaviour[] = [
  {
    name: "the app's middleware sees Anthropic's format",
    platforms: ['bedrock', 'vertex'],
    run: async ({ client }) => {
      const seen: unknown[] = [];
      const look = async (request: Request, next: (request: Request) => Promise<Response>) => {
        const response = await next(request);
        seen.push(request.url.replace(/.*(?=\/v1\/messages)/, ''), response.headers.get('content-type'));
        return response;
      };
      return [await all(await client('ok', { middleware: [look] }).messages.create(STREAM)), seen];
    },
    records: succeeds({ usage: USAGE, stream: true }),
  },
  {
    name: 'an API key of Bedrock',
    platforms: ['bedrock'],
    run: ({ client }) => client('ok', { apiKey: BEDROCK_KEY }).messages.create(MESSAGE),
    records: succeeds({ usage: USAGE, keyPreview: `ABSK...${BEDROCK_KEY.slice(-4)}` }),
  },
  {
    name: 'the resource name of a profile as model',
    platforms: ['bedrock'],
    run: ({ client }) => client('ok').messages.create({ ...MESSAGE, model: PROFILE }),
    records: (records) => {
      succeeds({ usage: USAGE, requestModel: PROFILE })(records);
      const { path, attempts } = one(records);
      assert.ok(
        path?.endsWith('/model/arn:aws:bedrock:us-east-1:123456789012:application-inference-profile%2Fa1b2c3/invoke'),
      );
      assert.equal(attempts[0]?.model, undefined);
    },
  },
  {
    name: 'a stream contains an error event of Anthropic',
    platforms: ['bedrock'],
    run: async ({ client }) => all(await client('anthropic-error-in-stream').messages.create(STREAM)),
    records: (records) =>
      holds(one(records), { state: 'failed', errorType: 'APIError', errorCode: 'overloaded_error', usage: undefined }),
  },
  {
    name: 'a damaged stream',
    platforms: ['bedrock'],
    run: async ({ client }) => all(await client('damaged-stream').messages.create(STREAM)),
    records: (records) => {
      holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'yes']]);
    },
  },
  {
    name: 'AnthropicBedrockMantle',
    platforms: ['bedrock'],
    run: ({ client, Mantle, options }) =>
      client('ok', { Client: Mantle, awsSecretAccessKey: options.awsSecretKey }).messages.create(MESSAGE),
    records: (records) => {
      const expected = { provider: 'aws.bedrock', requestModel: 'claude-sonnet-5-5', keyPreview: undefined };
      succeeds({ usage: USAGE, ...expected })(records);
      assert.match(one(records).path ?? '', /\/v1\/messages$/);
    },
  },
  {
    name: 'AWS credentials cannot be found: nothing is sent',
    platforms: ['bedrock'],
    run: ({ client }) => {
      const providerChainResolver = () => Promise.resolve(() => Promise.reject(new Error('no credentials')));
      const options = { awsAccessKey: null, awsSecretKey: null, awsSessionToken: null, providerChainResolver };
      return client('ok', options).messages.create(MESSAGE);
    },
    records: nothingSent,
  },
  {
    name: 'an access token is fetched first: one attempt',
    platforms: ['vertex'],
    run: ({ client, signedIn, urlOf }) =>
      client('ok', { authClient: signedIn?.(urlOf('token')) }).messages.create(MESSAGE),
    records: succeeds({ usage: USAGE, keyPreview: undefined }),
  },
  {
    name: 'no access token: nothing is sent',
    platforms: ['vertex'],
    run: ({ client, signedIn, urlOf }) =>
      client('ok', { authClient: signedIn?.(urlOf('no-token')) })
        .messages.create(MESSAGE)
        .catch(nameOf),
    records: nothingSent,
  },
  {
    name: 'Google refuses a stream',
    platforms: ['vertex'],
    run: async ({ client }) => client('limited').messages.create(STREAM),
    records: (records, { limited }) => holds(one(records), { state: 'failed', ...limited }),
  },
];

function nothingSent(records: Parameters<NonNullable<Behaviour['records']>>[0]): void {
  holds(one(records), { state: 'failed', errorType: 'APIConnectionError', errorCode: 'connection_error' });
  assert.deepEqual(sentAttempts(one(records)), []);
}
