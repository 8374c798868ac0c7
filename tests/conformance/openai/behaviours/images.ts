import assert from 'node:assert/strict';
import type OpenAI from 'openai';
import { all, holds, one, succeeds, sentAttempts, type Behaviour } from '../behaviour.ts';

const IMAGE = { model: 'gpt-image-2', prompt: 'a cat' } as const;
const USAGE = { inputTokens: 50, outputTokens: 1056 };
const picture = () => new File([new Uint8Array(300)], 'cat.png', { type: 'image/png' });

const streamed = (client: OpenAI) => client.images.generate({ ...IMAGE, stream: true, partial_images: 1 });

export const IMAGES: readonly Behaviour[] = [
  {
    name: 'images.generate()',
    run: ({ client }) => client('ok').images.generate({ ...IMAGE, size: '1024x1024' }),
    records: (records) => {
      succeeds({
        operation: 'image_generation',
        callType: 'image',
        apiFormat: 'openai.images',
        requestModel: 'gpt-image-2',
        stream: undefined,
        usage: USAGE,
        params: { outputType: 'image' },
      })(records);
      const { meters, units, conditions } = one(records).attempts[0] ?? {};
      assert.deepEqual(meters, { input: 50, input_image: 40, output: 1056, output_image: 1056 });
      assert.deepEqual(units, { image: 1 });
      assert.deepEqual(conditions, { size: '1024x1024', quality: 'high' });
    },
  },
  {
    name: 'images.generate() with a model billed per image',
    run: ({ client }) => client('ok').images.generate({ model: 'dall-e-3', prompt: 'a cat', n: 2, size: '1024x1024' }),
    records: (records) => {
      succeeds({ usage: undefined, params: { outputType: 'image', choiceCount: 2 } })(records);
      const { units, conditions } = one(records).attempts[0] ?? {};
      assert.deepEqual([units, conditions], [{ image: 2 }, { size: '1024x1024' }]);
    },
  },
  {
    name: 'images.generate(), retried',
    run: ({ client }) => client('flaky', { maxRetries: 2 }).images.generate(IMAGE),
    records: (records) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'images.generate(), refused',
    run: ({ client }) => client('bad-key').images.generate(IMAGE),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 401, operation: 'image_generation' }),
  },
  {
    name: 'images.generate(), streamed',
    run: async ({ client }) => all(await streamed(client('ok'))),
    records: (records) => {
      succeeds({ stream: true, usage: USAGE })(records);
      assert.ok(one(records).firstChunkMs !== undefined);
    },
  },
  {
    name: 'images.generate(), streamed, the app leaves after a partial image',
    run: async ({ client, hungUp }) => {
      for await (const _ of await streamed(client('stuck-stream'))) break;
      return hungUp();
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', 200, 'yes']]);
    },
  },
  {
    name: 'images.generate(), streamed, the connection breaks',
    run: async ({ client }) => {
      const stream = await streamed(client('broken-stream'));
      return all(stream).catch((thrown: Error) => [thrown.constructor.name, thrown.message]);
    },
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'images.generate(), streamed, an error event',
    run: async ({ client }) => all(await streamed(client('error-in-stream'))),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'overloaded', usage: undefined }),
  },
  {
    name: 'images.generate().asResponse()',
    run: async ({ client }) => (await client('ok').images.generate(IMAGE).asResponse()).json(),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'images.edit(): the upload is unchanged',
    run: ({ client }) => client('ok').images.edit({ ...IMAGE, image: picture(), n: 1, quality: 'high' }),
    records: succeeds({
      operation: 'image_edit',
      callType: 'image',
      requestModel: 'gpt-image-2',
      usage: USAGE,
      params: { outputType: 'image' },
    }),
  },
  {
    name: 'images.edit(), refused',
    run: ({ client }) => client('bad-key').images.edit({ ...IMAGE, image: picture() }),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 401, operation: 'image_edit' }),
  },
  {
    name: "images.generate() of Azure's client",
    run: ({ AzureOpenAI: Azure, baseURL }) =>
      new Azure({
        apiKey: 'azure-key-0123456789abcdef',
        endpoint: baseURL('ok').replace(/\/v1$/, ''),
        apiVersion: '2024-10-21',
        deployment: 'my-images',
        maxRetries: 0,
      }).images.generate(IMAGE),
    records: (records) => {
      succeeds({ provider: 'azure.ai.openai', usage: USAGE })(records);
      assert.match(one(records).attempts[0]?.endpoint ?? '', /\/deployments\/my-images\/images\/generations$/);
    },
  },
  {
    name: 'images.edit(), streamed',
    run: async ({ client }) => all(await client('ok').images.edit({ ...IMAGE, image: picture(), stream: true })),
    records: succeeds({ operation: 'image_edit', stream: true, usage: USAGE }),
  },
];
