// The work of the servers for a request, and what they report to TokenTrail: the same with each framework.
import { setTimeout as sleep } from 'node:timers/promises';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText } from 'ai';
import OpenAI from 'openai';
import type { HttpOptions } from '@tokentrail/instrumentation';

const client = new OpenAI({
  apiKey: 'sk-proj-abcdefghijklmnopqrst',
  baseURL: `${process.env['PROVIDER_URL']}/v1`,
  maxRetries: 0,
});

interface Headers {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The value of `header`; undefined if it is absent. */
export function headerOf(request: Headers, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

const gpt4o = createOpenAI({
  apiKey: 'sk-proj-abcdefghijklmnopqrst',
  baseURL: `${process.env['PROVIDER_URL']}/v1`,
}).chat('gpt-4o');

/**
 * Waits a different time per request, then calls the model: with openai's SDK, or with the AI SDK if `x-way` is `ai`.
 */
export async function ask(request: Headers): Promise<string | null | undefined> {
  await sleep(Math.random() * 30);
  if (headerOf(request, 'x-way') === 'ai') {
    return (await generateText({ model: gpt4o, prompt: 'Where is my order?' })).text;
  }
  const completion = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Where is my order?' }],
  });
  return completion.choices[0]?.message.content;
}

/** `userOf` returns the authenticated user, which is known only after the middleware ran. */
export function optionsFor<R extends Headers & { url?: string | undefined }>(
  userOf: (request: R) => string | undefined,
): HttpOptions<R> {
  return {
    user: userOf,
    group: (request) => {
      if (headerOf(request, 'x-group') === 'throw') throw new TypeError('no group');
      return headerOf(request, 'x-group');
    },
    session: (request) => headerOf(request, 'x-session'),
    key: (request) => {
      const value = headerOf(request, 'authorization')?.replace(/^Bearer /, '');
      return value === undefined ? undefined : { name: 'mobile', value };
    },
    recordRequests: process.env['RECORD'] === 'true' && ((request) => request.url !== '/health'),
    ...(process.env['TRUST_PROXY'] === 'true' ? { trustProxy: 1 } : {}),
  };
}

/** Number of requests to `/never` so far. `/health` responds with it, because that request is not recorded. */
export const never = { requests: 0 };

/** Node's warnings, of which the instrumentation must cause none in a server. */
export const warnings: string[] = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));

export function listening(address: unknown): void {
  const { port } = address as { port: number };
  console.log(`listening on http://127.0.0.1:${port}`);
}
