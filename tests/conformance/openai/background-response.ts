import { randomBytes } from 'node:crypto';
import type { Asked, Body } from '../odd-server.ts';

const BY_ID = /\/responses\/(resp_bg_(\d+)_\w+)(\/cancel)?$/;
/** How long the provider works on a response, seconds. */
const SECONDS = 5;

export type RequestInBackground = Pick<Asked, 'body' | 'path' | 'attempts'>;

/**
 * A response in the background as a request of its client sees it; undefined for other requests. Its id contains when it
 * was created. It is complete from the client's third request on, and in each stream.
 */
export function backgroundResponse(
  { body, path, attempts }: RequestInBackground,
  responseObject: (status: string) => Body,
): Body | undefined {
  const [, known, created, cancelled] = BY_ID.exec(path) ?? [];
  if (known === undefined && body.background !== true) return undefined;
  const createdAt = Number(created ?? Math.floor(Date.now() / 1000) - SECONDS);
  const id = known ?? `resp_bg_${createdAt}_${randomBytes(8).toString('hex')}`;
  const response = (status: string) => {
    const progress = status === 'completed' ? { completed_at: createdAt + SECONDS } : { usage: null };
    return { ...responseObject(status), id, created_at: createdAt, background: true, ...progress };
  };
  if (cancelled !== undefined) return response('cancelled');
  if (String(body.stream) === 'true') return response('completed');
  if (known === undefined) return response('queued');
  return response(attempts < 3 ? 'in_progress' : 'completed');
}

/** The events of a stream that ends with `response`. */
export function eventsOf(response: Body): Body[] {
  const begun = { ...response, status: 'in_progress', completed_at: undefined, usage: null, output: [] };
  return [
    { type: 'response.created', sequence_number: 0, response: begun },
    { type: 'response.in_progress', sequence_number: 1, response: begun },
    { type: 'response.completed', sequence_number: 2, response },
  ];
}
