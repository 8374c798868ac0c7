import type { ContentKey } from './instrumentation.ts';
import { callsProvider, type AttemptPlan, type CallPlan } from './plan.ts';
import type { Random } from './random.ts';

const QUESTIONS = [
  'My parcel has been in Hamburg for a week. When will it arrive?',
  'The invoice of October lists a service that I cancelled.',
  'Which of these two coats is warmer, and does it come in green?',
  'I cannot sign in since I changed my phone.',
  'Do you ship to Norway, and what does it cost?',
  'Summarise this ticket in one sentence and name the department that should take it.',
];
const RESPONSES = [
  'Your parcel left our warehouse on Monday and is waiting for customs. It should arrive within three working days. ',
  'The service was cancelled on the second of October, after the invoice period had begun. We have credited the amount. ',
  'The wool coat is warmer, and it is available in green in sizes S to XL. ',
  'Please use the recovery code from your account page, or ask us for a new one by post. ',
  'We ship to Norway. A parcel up to 5 kg costs EUR 14.90 and takes four to six working days. ',
];
const BACKGROUND =
  'Order 4711 was placed on 3 November, paid by card, and handed to the carrier on 5 November. The customer has written twice. ';
const SYSTEM =
  'You help the customers of an online shop. Be brief, be kind, and never promise a date that is not in the data.';
/** Approximate characters of a token. Longer texts are shortened to keep the example small. */
const TOKEN_CHARACTERS = 4;
const MAX_CHARACTERS = 6000;
/** A stream of the history has at most this many chunks. */
const MAX_CHUNKS = 30;

interface Caller {
  /** The key that the client or the service sent. The recorded headers contain it redacted. */
  key: string;
  agent: string;
}

/**
 * Headers, bodies and messages of a chat call, at about the lengths of its tokens. A gateway's record has the client's side too.
 */
export function chatContent(plan: CallPlan, { key, agent }: Caller, random: Random): Map<ContentKey, unknown> {
  const last = plan.candidates.flatMap(({ attempts }) => attempts).at(-1);
  const content = new Map<ContentKey, unknown>();
  const request = requestBody(plan, last, random);
  const headers = { 'content-type': 'application/json', 'user-agent': agent, authorization: `Bearer ${key}` };
  if (!callsProvider(plan.service)) {
    content.set('clientRequestHeaders', { ...headers, host: 'llm.shop.example', accept: 'application/json' });
    content.set('clientRequestBody', request);
  }
  if (last === undefined) return content;
  content.set('providerRequestHeaders', { ...headers, authorization: 'Bearer sk-proj-main-5e6f708192a3b4c577bd' });
  content.set(
    'providerRequestBody',
    plan.facts.stream ? { ...request, stream_options: { include_usage: true } } : request,
  );
  if (last.head !== undefined) addResponse(content, plan, last, last.head.statusCode, random);
  return content;
}

function addResponse(
  content: Map<ContentKey, unknown>,
  plan: CallPlan,
  last: AttemptPlan,
  statusCode: number,
  random: Random,
): void {
  const type = plan.facts.stream && statusCode === 200 ? 'text/event-stream; charset=utf-8' : 'application/json';
  content.set('providerResponseHeaders', {
    'content-type': type,
    'x-request-id': last.head?.requestId,
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': String(statusCode === 429 ? 0 : random.integer(20, 499)),
    'openai-processing-ms': String((last.end?.afterMs ?? last.atMs) - last.atMs),
  });
  const body = responseBody(plan, last, random);
  if (body !== undefined) content.set('providerResponseBody', body);
  if (callsProvider(plan.service)) return;
  content.set('clientResponseHeaders', { 'content-type': type, 'x-request-id': plan.facts.requestId });
  content.set('clientResponseBody', body ?? { error: { type: 'gateway_error', code: plan.end?.error?.code } });
}

function requestBody({ facts }: CallPlan, last: AttemptPlan | undefined, random: Random) {
  const length = Math.min(MAX_CHARACTERS, (last?.end?.usage?.inputTokens ?? 200) * TOKEN_CHARACTERS);
  const question = random.pick(QUESTIONS);
  const background = BACKGROUND.repeat(Math.max(0, Math.floor((length - question.length) / BACKGROUND.length)));
  return {
    model: facts.requestModel,
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: `${background}${question}` },
    ],
    ...(facts.params === undefined
      ? {}
      : { max_tokens: facts.params.maxTokens, temperature: facts.params.temperature }),
    ...(facts.stream ? { stream: true } : {}),
  };
}

function responseBody({ facts, start }: CallPlan, { end }: AttemptPlan, random: Random): unknown {
  if (end?.error !== undefined && end.state === 'failed' && end.error.body !== undefined) return end.error.body;
  const { usage } = end ?? {};
  const length = Math.min(MAX_CHARACTERS, (usage?.outputTokens ?? 60) * TOKEN_CHARACTERS);
  const sentence = random.pick(RESPONSES);
  const text = sentence.repeat(Math.max(1, Math.round(length / sentence.length))).trim();
  const head = {
    id: end?.responseId,
    created: Math.floor(start / 1000),
    model: end?.responseModel ?? facts.requestModel,
  };
  const reported =
    usage === undefined ? undefined : { prompt_tokens: usage.inputTokens, completion_tokens: usage.outputTokens };
  if (facts.stream) return streamedBody(head, text, reported, end?.state === 'success');
  if (end?.state !== 'success') return undefined;
  const message = { role: 'assistant', content: text };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: reported,
  };
}

/** The events of a stream; without its end if it was interrupted. */
function streamedBody(head: object, text: string, usage: object | undefined, isComplete: boolean): string {
  const words = text.split(' ');
  const perChunk = Math.ceil(words.length / MAX_CHUNKS);
  const chunks = Array.from({ length: Math.ceil(words.length / perChunk) }, (_, index) => {
    const content = `${words.slice(index * perChunk, (index + 1) * perChunk).join(' ')} `;
    return { ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] };
  });
  const end = [
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { ...head, choices: [], usage },
  ];
  const events = isComplete ? [...chunks, ...end] : chunks.slice(0, Math.ceil(chunks.length / 3));
  return `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}${isComplete ? 'data: [DONE]\n\n' : ''}`;
}
