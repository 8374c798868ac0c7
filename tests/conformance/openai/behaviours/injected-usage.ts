import {
  all,
  CHAT,
  CHAT_USAGE,
  holds,
  one,
  STREAM,
  STREAM_USAGE,
  succeeds,
  type Behaviour,
  type Stage,
} from '../behaviour.ts';

const reported = succeeds({ usage: CHAT_USAGE, finishReasons: ['stop'] });
const untold = succeeds({ usage: undefined });
/** The instrumentation requests the usage: the app does not notice, and the record has it. */
const injected = { records: untold, recordsInjected: reported };
/** The instrumentation does not request the usage. */
const left = { records: untold, recordsInjected: untold };

const azure = ({ AzureOpenAI: Azure, baseURL }: Stage, apiVersion: string) =>
  new Azure({
    apiKey: 'azure-key-0123456789abcdef',
    endpoint: baseURL('ok').replace(/\/v1$/, ''),
    apiVersion,
    maxRetries: 0,
  });

export const INJECTED_USAGE: readonly Behaviour[] = [
  {
    name: 'injected usage: a loop',
    run: async ({ client }) => all(await client('ok').chat.completions.create(STREAM)),
    ...injected,
  },
  {
    name: 'injected usage: frozen parameters are unchanged',
    run: async ({ client }) => {
      const params = Object.freeze({ ...STREAM, stream_options: Object.freeze({ include_obfuscation: false }) });
      return [await all(await client('ok').chat.completions.create(params)), params];
    },
    ...injected,
  },
  {
    name: 'injected usage: tee()',
    run: async ({ client }) => {
      const [a, b] = (await client('ok').chat.completions.create(STREAM)).tee();
      return Promise.all([all(a), all(b)]);
    },
    ...injected,
  },
  {
    name: 'injected usage: toReadableStream()',
    run: async ({ client }) => {
      const stream = (await client('ok').chat.completions.create(STREAM)).toReadableStream();
      return new Response(stream as unknown as ReadableStream).text();
    },
    ...injected,
  },
  {
    name: 'injected usage: the app calls next() past the end',
    run: async ({ client }) => {
      const reader = (await client('ok').chat.completions.create(STREAM))[Symbol.asyncIterator]();
      const results = [];
      for (let read = 0; read < 7; read++) results.push(await reader.next());
      return results;
    },
    ...injected,
  },
  {
    name: 'injected usage: withResponse()',
    run: async ({ client }) => {
      const { data, response } = await client('ok').chat.completions.create(STREAM).withResponse();
      return [await all(data), response.status];
    },
    ...injected,
  },
  {
    name: 'injected usage: chat.completions.stream() and its events',
    run: async ({ client }) => {
      const stream = client('ok').chat.completions.stream(STREAM);
      const events: unknown[] = [];
      stream.on('chunk', (chunk) => events.push(chunk));
      stream.on('content', (delta) => events.push(delta));
      return [await stream.finalChatCompletion(), events];
    },
    ...injected,
  },
  {
    name: 'injected usage: retried',
    run: async ({ client }) => all(await client('flaky', { maxRetries: 2 }).chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'success', usage: undefined }),
    recordsInjected: (records) => holds(one(records), { state: 'success', usage: CHAT_USAGE }),
  },
  {
    name: 'injected usage: the app leaves at the finish reason',
    run: async ({ client }) => {
      for await (const chunk of await client('ok').chat.completions.create(STREAM)) {
        if (chunk.choices[0]?.finish_reason === 'stop') return chunk;
      }
      return undefined;
    },
    ...left,
  },
  {
    name: 'no injected usage if the app takes the raw response',
    run: async ({ client }) => (await client('ok').chat.completions.create(STREAM).asResponse()).text(),
    ...left,
  },
  {
    name: 'no injected usage if the app takes the raw response and the stream',
    run: async ({ client }) => {
      const promise = client('ok').chat.completions.create(STREAM);
      const [response, stream] = await Promise.all([promise.asResponse(), promise]);
      return [response.status, await all(stream)];
    },
    ...left,
  },
  {
    name: 'no injected usage if the app opted out',
    run: async ({ client }) => {
      const params = { ...STREAM, stream_options: { include_usage: false } };
      return all(await client('ok').chat.completions.create(params));
    },
    ...left,
  },
  {
    name: 'an app that requests the usage sees it',
    run: async ({ client }) => all(await client('ok').chat.completions.create(STREAM_USAGE)),
    records: reported,
  },
  {
    name: 'no injected usage without a stream',
    run: ({ client }) => client('ok').chat.completions.create(CHAT),
    records: reported,
  },
  {
    name: "injected usage: Azure's client",
    run: async (stage) => all(await azure(stage, '2024-10-21').chat.completions.create(STREAM)),
    ...injected,
  },
  {
    name: 'no injected usage on an older Azure API, which refuses it',
    run: async (stage) => all(await azure(stage, '2024-06-01').chat.completions.create(STREAM)),
    ...left,
  },
  {
    name: "no injected usage in responses on Azure's own data",
    run: async (stage) => {
      const params = { ...STREAM, data_sources: [{ type: 'azure_search' }] };
      return all(await azure(stage, '2024-10-21').chat.completions.create(params));
    },
    ...left,
  },
];
