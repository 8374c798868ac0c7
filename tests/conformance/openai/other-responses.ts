import type { ServerResponse } from 'node:http';

/** Responses of the APIs other than chat, responses and embeddings, as OpenAI sends them. */

type Body = Record<string, unknown>;

export interface Asked {
  body: Body;
  path: string;
}

/** A response: events, a JSON body, or bytes of another type. */
export type OtherResponse = { events: Body[]; named: boolean } | { json: Body } | { type: string; bytes: Buffer };

const TRANSCRIPTION_USAGE = {
  type: 'tokens',
  input_tokens: 14,
  input_token_details: { text_tokens: 4, audio_tokens: 10 },
  output_tokens: 45,
  total_tokens: 59,
};

/** The response to a successful request; undefined for other APIs. */
export function otherResponse(asked: Asked): OtherResponse | undefined {
  const { body, path } = asked;
  const streamed = String(body.stream) === 'true';
  if (/\/images\/(generations|edits)$/.test(path)) {
    return streamed ? { events: imageEvents(asked), named: true } : { json: images(body) };
  }
  if (path.endsWith('/audio/speech')) return { type: 'audio/mpeg', bytes: Buffer.from([0xff, 0xfb, 0x90, 0x00, 0x0a]) };
  if (/\/audio\/(transcriptions|translations)$/.test(path)) return transcription(body, streamed);
  if (path.endsWith('/moderations')) return { json: moderation() };
  if (path.endsWith('/decisions')) return { json: decision() };
  if (path.endsWith('/completions') && !path.endsWith('/chat/completions')) {
    return streamed ? { events: completionChunks(body), named: false } : { json: completion() };
  }
  return undefined;
}

/** The first events of such a stream, before any content is complete. */
export function otherOpening(asked: Asked): Body[] | undefined {
  const responseBody = otherResponse({ ...asked, body: { ...asked.body, stream: true } });
  return responseBody !== undefined && 'events' in responseBody ? responseBody.events.slice(0, 1) : undefined;
}

export function send(response: ServerResponse, responseBody: OtherResponse): void {
  if ('json' in responseBody) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(responseBody.json));
  } else if ('bytes' in responseBody) {
    response.writeHead(200, { 'content-type': responseBody.type });
    response.end(responseBody.bytes);
  } else {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of responseBody.events) {
      response.write(`${responseBody.named ? `event: ${String(event.type)}\n` : ''}data: ${JSON.stringify(event)}\n\n`);
    }
    response.end(responseBody.named ? '' : 'data: [DONE]\n\n');
  }
}

function images({ model, n }: Body): Body {
  if (String(model).startsWith('dall-e')) {
    const image = { url: 'https://images.example/1.png', revised_prompt: 'a cat' };
    return { created: 1, data: Array.from({ length: Number(n ?? 1) }, () => image) };
  }
  return {
    created: 1,
    background: 'opaque',
    output_format: 'png',
    quality: 'high',
    size: '1024x1024',
    data: [{ b64_json: 'aGVsbG8=' }],
    usage: imageUsage(),
  };
}

function imageUsage(): Body {
  return {
    input_tokens: 50,
    input_tokens_details: { text_tokens: 10, image_tokens: 40 },
    output_tokens: 1056,
    total_tokens: 1106,
  };
}

function imageEvents({ path }: Asked): Body[] {
  const kind = path.endsWith('/edits') ? 'image_edit' : 'image_generation';
  const head = {
    created_at: 1,
    background: 'opaque',
    output_format: 'png',
    quality: 'high',
    size: '1024x1024',
    b64_json: 'aGVs',
  };
  return [
    { type: `${kind}.partial_image`, partial_image_index: 0, ...head },
    { type: `${kind}.completed`, ...head, b64_json: 'aGVsbG8=', usage: imageUsage() },
  ];
}

function transcription({ model, response_format: format, file }: Body, streamed: boolean): OtherResponse {
  const text = `heard ${String(file)}`;
  if (format === 'text') return { type: 'text/plain; charset=utf-8', bytes: Buffer.from(`${text}\n`) };
  if (model === 'whisper-1') return { json: { text, usage: { type: 'duration', seconds: 9 } } };
  if (!streamed) return { json: { text, usage: TRANSCRIPTION_USAGE } };
  return {
    named: true,
    events: [
      { type: 'transcript.text.delta', delta: 'heard ' },
      { type: 'transcript.text.done', text, usage: TRANSCRIPTION_USAGE },
    ],
  };
}

function moderation(): Body {
  const result = { flagged: false, categories: { hate: false }, category_scores: { hate: 0.01 } };
  return { id: 'modr-1', model: 'omni-moderation-2024-09-26', results: [result] };
}

function decision(): Body {
  return {
    model: 'gpt-6-mini',
    responses: [{ type: 'predicate', name: null, probability: 0.9 }],
    usage: {
      input_tokens: 30,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: 2,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 32,
    },
  };
}

const COMPLETION = { id: 'cmpl-1', object: 'text_completion', created: 1, model: 'gpt-3.5-turbo-instruct' };
const COMPLETION_USAGE = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };

function completion(): Body {
  const choice = { text: 'Hello', index: 0, logprobs: null, finish_reason: 'stop' };
  return { ...COMPLETION, choices: [choice], usage: COMPLETION_USAGE };
}

function completionChunks({ stream_options: options }: Body): Body[] {
  const chunk = (text: string, reason: string | null) => ({
    ...COMPLETION,
    choices: [{ text, index: 0, logprobs: null, finish_reason: reason }],
  });
  const chunks: Body[] = [chunk('Hel', null), chunk('lo', 'stop')];
  const asked = (options as Body | undefined)?.include_usage === true;
  return asked ? [...chunks, { ...COMPLETION, choices: [], usage: COMPLETION_USAGE }] : chunks;
}
