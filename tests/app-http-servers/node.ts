import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { withHttpRequests } from '@tokentrail/instrumentation';
import { ask, headerOf, listening, never, optionsFor, warnings } from './work.ts';

const json = (response: ServerResponse, body: unknown) => response.end(JSON.stringify(body));

const ROUTES: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>> = {
  // The events of a body come from the connection; their listeners must still run in the context of the request.
  '/chat': (request, response) =>
    request
      .resume()
      .on('end', () => void ask(request).then((responseBody) => json(response, { response: responseBody }))),
  '/health': (_request, response) => json(response, never),
  '/warnings': (_request, response) => json(response, warnings),
  '/items/7': (_request, response) => json(response.setHeader('x-request-id', 'given-by-app'), {}),
  '/stream': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(() => response.write('data: tick\n\n'), 10);
    response.on('close', () => clearInterval(timer));
  },
  '/never': () => void (never.requests += 1),
  '/api/fails/1': () => {
    throw Object.assign(new Error('words of the app'), { code: 'E_BROKEN' });
  },
};

const users = new WeakMap<IncomingMessage, string>();
const listener = withHttpRequests(
  (request: IncomingMessage, response: ServerResponse) => {
    const user = headerOf(request, 'x-user');
    if (user !== undefined) users.set(request, user);
    const route = ROUTES[request.url?.split('?')[0] ?? ''];
    if (route === undefined) return response.writeHead(404).end();
    return route(request, response);
  },
  optionsFor((request: IncomingMessage) => users.get(request)),
);

const server = createServer((request, response) => {
  try {
    listener(request, response);
  } catch {
    response.writeHead(500).end('failed');
  }
});
server.listen(0, '127.0.0.1', () => listening(server.address()));
