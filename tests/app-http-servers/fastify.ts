import fastify, { type FastifyRequest } from 'fastify';
import { fastifyPlugin } from '@tokentrail/instrumentation';
import { ask, headerOf, listening, never, optionsFor, warnings } from './work.ts';

const users = new WeakMap<FastifyRequest, string>();
const app = fastify();
await app.register(fastifyPlugin(optionsFor((request: FastifyRequest) => users.get(request))));
app.addHook('preHandler', async (request) => {
  const user = headerOf(request, 'x-user');
  if (user !== undefined) users.set(request, user);
});

app.post('/chat', async (request) => ({ response: await ask(request) }));
app.get('/health', () => never);
app.get('/warnings', () => warnings);
app.get('/items/:id', (_request, reply) => reply.header('x-request-id', 'given-by-app').send({}));
app.get('/stream', (_request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
  const timer = setInterval(() => reply.raw.write('data: tick\n\n'), 10);
  reply.raw.on('close', () => clearInterval(timer));
});
app.get('/never', () => {
  never.requests += 1;
  return new Promise(() => undefined);
});
await app.register(
  async (api) => {
    api.get('/fails/:id', async () => {
      throw Object.assign(new Error('words of the app'), { code: 'E_BROKEN' });
    });
  },
  { prefix: '/api' },
);

await app.listen({ host: '127.0.0.1', port: 0 });
listening(app.server.address());
