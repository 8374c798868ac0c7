import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { sendJson } from './responses.ts';

/** A request that cannot be served as it was sent; its message says what is wrong with it. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/**
 * A request listener that never throws and never leaves a rejection behind: either would end the process. What `handle`
 * throws becomes a response; a BadRequest's status and message, else 500.
 *
 * @param onFault receives what is a fault of ours.
 */
export function guardedListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
  onFault: (error: unknown) => void,
): RequestListener {
  return (request, response) => {
    // A connection that breaks ends its request; it is nobody's fault here.
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
  // The rest of a body that nobody reads must not be taken for the next request.
  response.setHeader('connection', 'close');
  sendJson(response, status, { message });
}
