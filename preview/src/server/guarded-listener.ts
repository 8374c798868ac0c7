import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { sendJson } from './responses.ts';

/** Error for a request that cannot be served. The message says what is wrong with the request. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/**
 * Wraps a request handler so that it never throws or rejects, which would end the process. Errors of `handle` become
 * responses: the status and message of a `BadRequest`, otherwise 500.
 *
 * @param onFault receives errors other than `BadRequest`, which are faults of the server.
 */
export function guardedListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
  onFault: (error: unknown) => void,
): RequestListener {
  return (request, response) => {
    // A broken connection ends its request and is not an error of the server.
    request.on('error', () => response.destroy());
    response.on('error', () => response.destroy());
    void respond(handle, onFault, request, response);
  };
}

async function respond(
  handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
  onFault: (error: unknown) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await handle(request, response);
  } catch (error) {
    if (!(error instanceof BadRequest)) {
      onFault(error);
    }
    if (response.headersSent) {
      response.destroy();
    } else {
      refuse(response, error);
    }
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  const [status, message] =
    error instanceof BadRequest
      ? [error.status, error.message]
      : [500, 'The preview failed on this request: see its output'];
  // The unread rest of a body must not be parsed as the next request.
  response.setHeader('connection', 'close');
  sendJson(response, status, { message });
}
