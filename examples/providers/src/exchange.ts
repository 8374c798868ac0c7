import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BilledTokens } from './bill.ts';
import type { Scenario } from './scenario.ts';

/** One request at a replayed provider, as its endpoint sees it. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  body: Record<string, unknown>;
  scenario: Scenario;
  requestId: string;
  /** Milliseconds between two chunks of a stream. */
  chunkDelayMs: number;
  /** Writes the bill's line of this request: once, when it is known what was produced. */
  bill(model: string, tokens: BilledTokens | null, usageSent: boolean): void;
}

/** A request that no provider takes; responded with 400, or `status`, and the message. */
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

/** True once the caller has gone. */
export function gone(exchange: Exchange): boolean {
  return exchange.response.destroyed || exchange.response.writableEnded;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export interface ServerSentEvent {
  /** Name of the event; absent for a format that sends data alone. */
  event?: string;
  data: unknown;
}

/**
 * Sends `words` as the events of `eventOf`, one by one.
 * @returns how many words left before the caller went, or before the stream was broken off by the scenario.
 */
export async function streamWords(
  exchange: Exchange,
  words: readonly string[],
  eventOf: (word: string, index: number) => ServerSentEvent,
): Promise<number> {
  for (const [index, word] of words.entries()) {
    await pause(exchange.scenario === 'slow' ? exchange.chunkDelayMs * 20 : exchange.chunkDelayMs);
    if (gone(exchange)) {
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
  if (gone(exchange)) {
    return;
  }
  const name = event === undefined ? '' : `event: ${event}\n`;
  exchange.response.write(`${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
