import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { flush, shutdown, startCall, startRecording, startRequest, withHttpRequests, withUsage } from '../index.ts';
import { until } from '../../testing/programs.ts';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../../testing/otlp-receiver.ts';

let collector: OtlpReceiver;
const closing: (() => void)[] = [];

beforeEach(async () => {
  collector = await startOtlpReceiver();
  startRecording({
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_SPOOL_DIR: 'none',
    TOKENTRAIL_RECORD_IP: 'true',
  });
});
afterEach(async () => {
  closing.splice(0).forEach((close) => close());
  await shutdown();
  await collector.close();
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  closing.push(() => server.close().closeAllConnections());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function records(count: number): Promise<ReceivedSpan[]> {
  const deadline = Date.now() + 3000;
  while (collector.records().length < count && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await flush();
  }
  return collector.records();
}

const call = (operation = 'chat') => startCall({ operation, provider: 'openai' }).end({ state: 'success' });
const recordTypes = (all: readonly ReceivedSpan[]) => all.map(({ attributes }) => attributes['tokentrail.record.type']);

test('two middlewares around one request make one record, and values of the inner one take precedence', async () => {
  const inner = withHttpRequests(
    (_request: IncomingMessage, response: ServerResponse) => {
      response.end();
    },
    { group: () => 'inner', recordRequests: true },
  );
  await fetch(await serving(withHttpRequests(inner, { user: () => 'u', group: () => 'outer', recordRequests: true })));
  const [record, ...more] = await records(1);
  expect(more).toEqual([]);
  expect(record!.attributes).toMatchObject({
    'tokentrail.record.type': 'request',
    'user.id': 'u',
    'tokentrail.group': 'inner',
  });
});

test('a call inside two middlewares has the context of both, and is the only record', async () => {
  const inner = withHttpRequests(
    (_request: IncomingMessage, response: ServerResponse) => {
      call();
      response.end();
    },
    { group: () => 'inner', recordRequests: true },
  );
  await fetch(await serving(withHttpRequests(inner, { user: () => 'u', group: () => 'outer', recordRequests: true })));
  const all = await records(1);
  expect(recordTypes(all)).toEqual(['usage']);
  expect(all[0]!.attributes).toMatchObject({ 'user.id': 'u', 'tokentrail.group': 'inner' });
});

test('the calls of one inbound request share a trace, in an app without traces too', async () => {
  const inner = withHttpRequests((_request: IncomingMessage, response: ServerResponse) => {
    call('embeddings');
    setImmediate(() => {
      call('chat');
      response.end();
    });
  });
  const url = await serving(withHttpRequests(inner));
  await Promise.all([fetch(url), fetch(url)]);
  const traces = (await records(4)).map(({ traceId }) => traceId);
  expect(new Set(traces).size).toBe(2);
  expect(traces.filter((traceId) => traceId === traces[0])).toHaveLength(2);
});

test('withUsage inside the request overrides the hooks, and withUsage around it does not', async () => {
  const listener = withHttpRequests(
    (_request: IncomingMessage, response: ServerResponse) => {
      withUsage({ user: 'inside' }, call);
      response.end();
    },
    { user: () => 'hook', group: () => undefined },
  );
  const url = await serving((request, response) =>
    withUsage({ user: 'around', group: 'around', session: 's' }, () => listener(request, response)),
  );
  await fetch(url);
  const [record] = await records(1);
  expect(record!.attributes).toMatchObject({
    'user.id': 'inside',
    'tokentrail.group': 'around',
    'session.id': 's',
  });
});

test('a gateway’s record has the method, path and caller of its inbound request, which makes no record', async () => {
  const url = await serving(
    withHttpRequests(
      (request, response) => {
        const record = startRequest({ operation: 'chat', user: 'known' });
        response.end();
        record.end({ state: 'success', statusCode: 200 });
      },
      { user: () => 'hook', requestId: () => 'r1', recordRequests: true },
    ),
  );
  await fetch(`${url}/v1/chat?key=secret`, { method: 'PUT' });
  const all = await records(1);
  expect(recordTypes(all)).toEqual(['usage']);
  expect(all[0]!.attributes).toMatchObject({
    'http.request.method': 'PUT',
    'url.path': '/v1/chat',
    'user.id': 'known',
    'tokentrail.request.id': 'r1',
    'client.address': '127.0.0.1',
  });
});

test('a hook that returns a promise loses its field, and its rejection does not end the process', async () => {
  const url = await serving(
    withHttpRequests((_request: IncomingMessage, response: ServerResponse) => void response.end(), {
      // A program without type checks may do this.
      user: (() => Promise.reject(new Error('late'))) as unknown as () => string,
      session: () => 's',
      recordRequests: () => {
        throw new Error('no');
      },
    }),
  );
  await fetch(url);
  const [record] = await records(1);
  expect(record!.attributes['user.id']).toBeUndefined();
  expect(record!.attributes['session.id']).toBe('s');
});

test('a call made by a hook does not run the hook again', async () => {
  const url = await serving(
    withHttpRequests(
      (_request: IncomingMessage, response: ServerResponse) => {
        call();
        response.end();
      },
      {
        user: () => {
          call('embeddings');
          return 'u';
        },
      },
    ),
  );
  await fetch(url);
  expect((await records(2)).map(({ attributes }) => attributes['gen_ai.operation.name'])).toEqual([
    'embeddings',
    'chat',
  ]);
});

test('rethrows the listener’s error, and records a response destroyed with an error as failed', async () => {
  const thrown: unknown[] = [];
  const listener = withHttpRequests(
    (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/throws') throw new RangeError('words');
      response.writeHead(200).write('x');
      response.destroy(Object.assign(new Error('words'), { code: 'E_SOURCE' }));
    },
    { recordRequests: true },
  );
  const url = await serving((request, response) => {
    try {
      listener(request, response);
    } catch (error) {
      thrown.push(error);
      request.socket.destroy();
    }
  });
  await Promise.allSettled([fetch(`${url}/throws`)]);
  await Promise.allSettled([fetch(`${url}/destroys`).then((response) => response.text())]);
  expect(thrown).toEqual([expect.any(RangeError)]);
  const all = await records(2);
  expect(all.map(({ attributes }) => attributes)).toMatchObject([
    { 'url.path': '/throws', 'tokentrail.record.state': 'failed', 'error.type': 'RangeError' },
    { 'url.path': '/destroys', 'tokentrail.record.state': 'failed', 'error.type': 'E_SOURCE' },
  ]);
  expect(all[0]!.attributes['http.response.status_code']).toBeUndefined();
  expect(JSON.stringify(all.map(({ attributes }) => attributes))).not.toMatch(/words/);
});

test('adds no keys and no listeners to the app’s request and response', async () => {
  const seen: unknown[] = [];
  const bare: RequestListener = (request, response) => {
    const counts = [request, response].map((emitter) =>
      emitter.eventNames().map((name) => emitter.listenerCount(name)),
    );
    seen.push([Object.keys(request), Object.keys(response), counts]);
    response.end();
  };
  for (const listener of [bare, withHttpRequests(bare, { recordRequests: true })]) {
    await fetch(await serving(listener));
  }
  expect(seen[1]).toEqual(seen[0]);
});

test('the duration is from arrival to the last byte of the response', async () => {
  const url = await serving(
    withHttpRequests(
      (_request: IncomingMessage, response: ServerResponse) => {
        response.write('data: 1\n\n');
        setTimeout(() => response.end('data: 2\n\n'), 150);
      },
      { recordRequests: true },
    ),
  );
  const startedAt = performance.now();
  await (await fetch(url)).text();
  const seenMs = performance.now() - startedAt;
  const [record] = await records(1);
  const durationMs = Number(record!.endUnixNano - record!.startUnixNano) / 1e6;
  expect(durationMs).toBeGreaterThanOrEqual(149);
  expect(durationMs).toBeLessThan(seenMs + 50);
  expect(record!.attributes).toMatchObject({
    'tokentrail.record.state': 'success',
    'http.response.status_code': 200,
  });
});

test('a call that begins after the response ended has the request’s context, and both are recorded', async () => {
  const url = await serving(
    withHttpRequests(
      (_request, response) => {
        response.end();
        setTimeout(call, 100);
      },
      { user: () => 'u', requestId: () => 'r1', recordRequests: true },
    ),
  );
  await fetch(url);
  const all = await records(2);
  expect(recordTypes(all)).toEqual(['request', 'usage']);
  expect(all.map(({ attributes }) => attributes['tokentrail.request.id'])).toEqual(['r1', 'r1']);
});

test('HTTP/2 through its compatibility API: a completed request, and one cancelled by the client', async () => {
  const server = createHttp2Server(
    withHttpRequests(
      (request, response) => {
        if (request.url === '/waits') return;
        request.resume().on('end', () => {
          call();
          response.end();
        });
      },
      { user: () => 'u2', recordRequests: true },
    ),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  closing.push(() => (client.destroy(), server.close()));
  await once(client.request({ ':path': '/calls' }).resume(), 'end');
  const cancelled = client.request({ ':path': '/waits' });
  cancelled.on('error', () => undefined);
  setTimeout(() => cancelled.close(8), 50);
  const all = await records(2);
  expect(all.map(({ attributes }) => attributes)).toMatchObject([
    { 'tokentrail.record.type': 'usage', 'user.id': 'u2', 'client.address': '127.0.0.1' },
    { 'tokentrail.record.type': 'request', 'url.path': '/waits', 'tokentrail.record.state': 'cancelled' },
  ]);
});

test('with recording off the listener runs and no hook is called', async () => {
  await shutdown();
  const hookCalls: string[] = [];
  const url = await serving(
    withHttpRequests((_request: IncomingMessage, response: ServerResponse) => void response.end('ok'), {
      user: () => {
        hookCalls.push('user');
        return 'u';
      },
      recordRequests: true,
    }),
  );
  expect(await (await fetch(url)).text()).toBe('ok');
  expect(hookCalls).toEqual([]);
});

test('a response that never ends is recorded when its connection closes', async () => {
  let arrived = false;
  const url = await serving(withHttpRequests(() => void (arrived = true), { recordRequests: true }));
  const request = get(url).on('error', () => undefined);
  await until(() => arrived, 2000, 'the request');
  request.destroy();
  const [record] = await records(1);
  expect(record!.attributes).toMatchObject({
    'tokentrail.record.state': 'cancelled',
    'http.response.status_code': 499,
  });
});
