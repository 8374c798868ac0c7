import express from 'express';
import { expressMiddleware } from '@tokentrail/instrumentation';
import { ask, headerOf, listening, never, optionsFor, warnings } from './work.ts';

const app = express();
app.use(expressMiddleware(optionsFor((request) => request.user)));
app.use((request, _response, next) => {
  request.user = headerOf(request, 'x-user');
  next();
});
app.use(express.json());

app.post('/chat', async (request, response) => void response.json({ response: await ask(request) }));
app.get('/health', (_request, response) => void response.json(never));
app.get('/warnings', (_request, response) => void response.json(warnings));
app.get('/items/:id', (_request, response) => {
  response.set('x-request-id', 'given-by-app').json({});
});
app.get('/stream', (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const timer = setInterval(() => response.write('data: tick\n\n'), 10);
  response.on('close', () => clearInterval(timer));
});
app.get('/never', () => void (never.requests += 1));

const api = express.Router();
api.get('/fails/:id', () => {
  throw Object.assign(new Error('words of the app'), { code: 'E_BROKEN' });
});
app.use('/api', api);
// Keeps the stack trace of the error out of the test's output.
app.use((_error, _request, response, _next) => void response.status(500).send('failed'));

const server = app.listen(0, '127.0.0.1', () => listening(server.address()));
