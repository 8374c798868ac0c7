import { anthropicBodies, openAiBodies, type Bodies } from './bodies.ts';
import { conversationOf, type Conversation } from './conversation.ts';
import type { ContentKey } from './instrumentation.ts';
import { callsProvider, type AttemptPlan, type CallPlan } from './plan.ts';
import type { Random } from './random.ts';

interface Caller {
  /** The key that the client or the service sent. The recorded headers contain it redacted. */
  key: string;
  agent: string;
}

/**
 * Content of a chat call: headers and bodies, on both sides of a gateway. Calls of the document search have messages instead: they
 * are recorded from the spans of another library, which have those.
 */
export function chatContent(plan: CallPlan, caller: Caller, random: Random): Map<ContentKey, unknown> {
  const last = plan.candidates.flatMap(({ attempts }) => attempts).at(-1);
  const said = conversationOf(last, random);
  if (plan.service === 'document-search') return messages(last, said);
  const isAnthropic = plan.facts.apiFormat === 'anthropic.messages';
  const bodies = (isAnthropic ? anthropicBodies : openAiBodies)(plan, last, said);
  return new Map([
    ...(callsProvider(plan.service) ? [] : clientSide(plan, last, bodies, caller)),
    ...(last === undefined ? [] : providerSide(plan, last, bodies, { ...caller, isAnthropic }, random)),
  ]);
}

/** Messages in the form of the GenAI conventions. */
function messages(last: AttemptPlan | undefined, said: Conversation): Map<ContentKey, unknown> {
  const text = (content: string) => [{ type: 'text', content }];
  const output = [{ role: 'assistant', parts: text(said.response), finish_reason: 'stop' }];
  return new Map<ContentKey, unknown>([
    ['systemInstructions', text(said.system)],
    ['inputMessages', [{ role: 'user', parts: text(said.prompt) }]],
    ...(last?.end?.state === 'success' ? [['outputMessages', output] as const] : []),
  ]);
}

type Entries = (readonly [ContentKey, unknown])[];

function clientSide(plan: CallPlan, last: AttemptPlan | undefined, bodies: Bodies, { key, agent }: Caller): Entries {
  const { facts, end } = plan;
  return [
    ['clientRequestHeaders', { host: 'llm.shop.example', ...headersOf(agent), authorization: `Bearer ${key}` }],
    ['clientRequestBody', bodies.request],
    ['clientResponseHeaders', { 'content-type': typeOf(plan, last), 'x-request-id': facts.requestId }],
    ['clientResponseBody', bodies.response ?? { error: { type: 'gateway_error', code: end?.error?.code } }],
  ];
}

function providerSide(
  plan: CallPlan,
  last: AttemptPlan,
  { request, response }: Bodies,
  { key, agent, isAnthropic }: Caller & { isAnthropic: boolean },
  random: Random,
): Entries {
  const providerKey = plan.candidates.findLast(({ attempts }) => attempts.length > 0)?.info.key?.value ?? key;
  const sent: Entries = [
    [
      'providerRequestHeaders',
      {
        ...headersOf(agent),
        ...(isAnthropic
          ? { 'x-api-key': providerKey, 'anthropic-version': '2023-06-01' }
          : { authorization: `Bearer ${providerKey}` }),
      },
    ],
    ['providerRequestBody', plan.facts.stream ? { ...request, stream_options: { include_usage: true } } : request],
  ];
  if (last.head === undefined) return sent;
  const received = {
    'content-type': typeOf(plan, last),
    'x-request-id': last.head.requestId,
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': String(last.head.statusCode === 429 ? 0 : random.integer(20, 499)),
  };
  return [...sent, ['providerResponseHeaders', received], ['providerResponseBody', response]];
}

function headersOf(agent: string) {
  return { 'content-type': 'application/json', accept: 'application/json', 'user-agent': agent };
}

function typeOf({ facts }: CallPlan, last: AttemptPlan | undefined): string {
  return facts.stream && last?.head?.statusCode === 200 ? 'text/event-stream; charset=utf-8' : 'application/json';
}
