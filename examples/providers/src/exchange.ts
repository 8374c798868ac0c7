import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BilledTokens } from './bill.ts';
import type { Scenario } from './scenario.ts';

/** One request to a replayed provider, as its endpoint gets it. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  body: Record<string, unknown>;
  scenario: Scenario;
  requestId: string;
  /** Milliseconds between two chunks of a stream. */
  chunkDelayMs: number;
  /** Adds this request to the bill. Must be called once, when the output is known. */
  bill(model: string, tokens: BilledTokens | null, usageSent: boolean): void;
}

/** An invalid request. The response has the message and the status, 400 by default. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** True after the caller has disconnected or the response has ended. */
export function isGone(exchange: Exchange): boolean {
  return exchange.response.destroyed || exchange.response.writableEnded;
}

/** Waits, unless `ms` is 0: a timer takes at least a millisecond. */
export function pause(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

export interface ServerSentEvent {
  /** Name of the event; absent in formats that send only data. */
  event?: string;
  data: unknown;
}

/**
 * Sends each of `words` as the event that `eventOf` creates.
 * @returns the number of words sent before the caller disconnected or the scenario broke the stream off.
 */
export async function streamWords(
  exchange: Exchange,
  words: readonly string[],
  eventOf: (word: string, index: number) => ServerSentEvent,
): Promise<number> {
  for (const [index, word] of words.entries()) {
    await pause(exchange.scenario === 'slow' ? exchange.chunkDelayMs * 20 : exchange.chunkDelayMs);
    if (isGone(exchange)) {
      return index;
    }
    if (exchange.scenario === 'break-off' && index >= words.length / 2) {
      exchange.response.destroy();
      return index;
    }
    sendEvent(exchange, eventOf(word, index));
  }
  return words.length;
}

export function openStream(exchange: Exchange): void {
  exchange.response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
}

export function sendEvent(exchange: Exchange, { event, data }: ServerSentEvent): void {
  if (isGone(exchange)) {
    return;
  }
  const name = event === undefined ? '' : `event: ${event}\n`;
  exchange.response.write(`${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
