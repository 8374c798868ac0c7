/** An in-process provider, passed to the client as its `fetch`, so that no socket is between us and the SDK. */

const COMPLETION = {
  id: 'chatcmpl-BxQ4f1aW0o2kJ8yVnT6hRz3mLdPc',
  object: 'chat.completion',
  created: 1764000000,
  model: 'gpt-4o-2024-08-06',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: 'A short answer, as most are. '.repeat(14),
        refusal: null,
        annotations: [],
      },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: {
    prompt_tokens: 1200,
    completion_tokens: 119,
    total_tokens: 1319,
    prompt_tokens_details: { cached_tokens: 1024, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  },
  service_tier: 'default',
  system_fingerprint: 'fp_a1b2c3d4e5',
};
const BODY = JSON.stringify(COMPLETION);

const HEADERS = {
  'openai-organization': 'acme',
  'openai-processing-ms': '412',
  'openai-version': '2020-10-01',
  'x-ratelimit-limit-requests': '10000',
  'x-ratelimit-remaining-requests': '9999',
  'x-request-id': 'req_4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f',
};

/** Chunks of a chat completion: `count` with a word each, then the reason it finished, then the usage. */
function chunks(count: number): Uint8Array[] {
  const { id, created, model, system_fingerprint: fingerprint, usage } = COMPLETION;
  const head = { id, object: 'chat.completion.chunk', created, model, service_tier: 'default', fingerprint };
  const delta = (choice: object) => ({ ...head, choices: [{ index: 0, logprobs: null, ...choice }], usage: null });
  const events = [
    ...Array.from({ length: count }, () => delta({ delta: { content: ' word' }, finish_reason: null })),
    delta({ delta: {}, finish_reason: 'stop' }),
    { ...head, choices: [], usage },
  ].map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return [...events, 'data: [DONE]\n\n'].map((event) => new TextEncoder().encode(event));
}
const STREAM = chunks(200);

function streamOf(events: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      const event = events[sent++];
      if (event === undefined) controller.close();
      else controller.enqueue(event);
    },
  });
}

/** Responds with a completion, or with 200 chunks and their end if the request asks for a stream. */
export function inProcessFetch(stream: boolean): typeof fetch {
  const contentType = stream ? 'text/event-stream; charset=utf-8' : 'application/json';
  return async () =>
    new Response(stream ? streamOf(STREAM as Uint8Array<ArrayBuffer>[]) : BODY, {
      headers: { ...HEADERS, 'content-type': contentType },
    });
}
