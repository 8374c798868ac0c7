import assert from 'node:assert/strict';
import type Anthropic from '@anthropic-ai/sdk';
import { all, holds, MESSAGE, one, STREAM, succeeds, sentAttempts, USAGE, type Behaviour } from '../behaviour.ts';

type Middleware = NonNullable<NonNullable<ConstructorParameters<typeof Anthropic>[0]>['middleware']>[number];

/** An app's own fallback: after a refusal it calls another model. */
const askAnother: Middleware = async (request, next) => {
  const response = await next(request);
  const { stop_reason: reason } = (await response.clone().json()) as { stop_reason?: string };
  if (reason !== 'refusal') return response;
  return next({ ...request, body: JSON.stringify({ ...MESSAGE, model: 'claude-fallback' }) });
};

const fromCache: Middleware = () =>
  Promise.resolve(
    Response.json({ id: 'msg_0', type: 'message', content: [], usage: { input_tokens: 5, output_tokens: 5 } }),
  );

export const MIDDLEWARE_AND_SPANS: readonly Behaviour[] = [
  {
    name: "the app's middleware sees each attempt",
    run: async ({ client }) => {
      const seen: unknown[] = [];
      const look: Middleware = async (request, next, { options }) => {
        const response = await next(request);
        seen.push([response.status, request.headers.get('x-stainless-retry-count'), Object.keys(options ?? {})]);
        return response;
      };
      const responseBody = await client('flaky', { maxRetries: 2, middleware: [look] }).messages.create(MESSAGE);
      return [responseBody, seen];
    },
    records: (records) => assert.equal(one(records).attempts.length, 3),
  },
  {
    name: 'the client in a middleware is unchanged',
    run: async ({ client }) => {
      const own: typeof fetch = (...args) => fetch(...args);
      const seen: unknown[] = [];
      const looking = client('ok', {
        fetch: own,
        middleware: [
          ((request, next) => {
            const { fetch: found } = looking as unknown as { fetch: unknown };
            seen.push(found === own, Object.getOwnPropertyDescriptor(looking, 'fetch')?.writable);
            return next(request);
          }) satisfies Middleware,
        ],
      });
      return [await looking.messages.create(MESSAGE), seen];
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'middleware calls another model: one call, two attempts',
    run: ({ client }) => client('refusal', { middleware: [askAnother] }).messages.create(MESSAGE),
    records: (records) => {
      holds(one(records), { state: 'success', requestModel: 'claude-sonnet-5-5', usage: USAGE });
      assert.deepEqual(sentAttempts(one(records)), [
        ['cancelled', 200, 'possibly'],
        ['success', 200, 'yes'],
      ]);
      assert.equal(one(records).attempts[1]?.model, 'claude-fallback');
    },
  },
  {
    name: 'middleware returns a response itself: no usage',
    run: ({ client }) => client('hang', { middleware: [fromCache] }).messages.create(MESSAGE),
    records: (records) => {
      holds(one(records), { state: 'success', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), []);
    },
  },
  {
    name: 'middleware throws',
    run: ({ client }) => {
      const thrower: Middleware = () => Promise.reject(new RangeError('mine'));
      return client('ok', { middleware: [thrower] }).messages.create(MESSAGE);
    },
    records: (records) => holds(one(records), { state: 'failed', errorType: 'RangeError' }),
  },
  {
    name: 'middleware counts tokens first: this is no attempt of the call',
    platforms: ['anthropic', 'vertex'],
    run: ({ client }) => {
      const counting = client('ok', {
        middleware: [
          (async (request, next, { options }) => {
            if (options?.path === '/v1/messages') {
              await counting.messages.countTokens({ model: MESSAGE.model, messages: MESSAGE.messages });
            }
            return next(request);
          }) satisfies Middleware,
        ],
      });
      return counting.messages.create(MESSAGE);
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: "the SDK's own spans are unchanged",
    run: async ({ client, tracing }) => {
      const { provider, exporter } = tracing();
      const traced = client('flaky', { maxRetries: 2, openTelemetry: { tracerProvider: provider } });
      await traced.messages.create(MESSAGE);
      return exporter.getFinishedSpans().map(spanAsSeen);
    },
    records: (records) => assert.equal(one(records).attempts.length, 3),
  },
  {
    name: "the SDK's own span of a stream that the app leaves early",
    run: async ({ client, tracing }) => {
      const { provider, exporter } = tracing();
      const traced = client('stuck-stream', { openTelemetry: { tracerProvider: provider } });
      for await (const _ of await traced.messages.create(STREAM)) break;
      return exporter.getFinishedSpans().map(spanAsSeen);
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: "the SDK's own spans of a complete stream, of the helper and of a failure",
    run: async ({ client, tracing }) => {
      const { provider, exporter } = tracing();
      const openTelemetry = { tracerProvider: provider };
      await all(await client('ok', { openTelemetry }).messages.create(STREAM));
      await client('ok', { openTelemetry }).messages.stream(MESSAGE).finalMessage();
      await client('bad-key', { openTelemetry })
        .messages.create(MESSAGE)
        .catch(() => undefined);
      return exporter.getFinishedSpans().map(spanAsSeen);
    },
    records: (records) =>
      assert.deepEqual(records.map(({ state }) => state).sort(), ['failed', 'success', 'success'], 'one record a call'),
  },
];

interface Span {
  name: string;
  attributes: Record<string, unknown>;
  status: unknown;
  events: { name: string }[];
}

/** The fields of a span that do not differ between runs. */
function spanAsSeen({ name, attributes, status, events }: Span): unknown {
  const stable = Object.entries(attributes).filter(
    ([key]) => !/time_to_first|^url\.|^server\.|^error\.message/.test(key),
  );
  return [name, Object.fromEntries(stable), status, events.map((event) => event.name)];
}
