import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Chain } from './chain.ts';
import { settled } from './wait.ts';
import { runWorkload } from './workload.ts';

test('a call is one row while it waits, while it streams and after it ended', async (t) => {
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const provider = await startSlowProvider();
  t.after(() => provider.stop());

  const call = { id: 'slow', api: 'chat', model: 'gpt-4o', prompt: 'hi', stream: true, includeUsage: true } as const;
  const working = runWorkload([{ ...call, replay: 'ok' }], {
    providerUrl: provider.url,
    otlpUrl: chain.otlpUrl,
    processes: 1,
    env: { TOKENTRAIL_RUNNING_RECORDS: 'true' },
  });
  const row = async (state: string) => {
    const records = await settled(
      () => chain.records(),
      (found) => found[0]?.state === state,
    );
    assert.equal(records.length, 1);
    assert.equal(records[0]?.state, state);
    return records[0];
  };

  const pending = await row('pending');
  provider.sendNext();
  const streaming = await row('streaming');
  const whileRunning = await chain.totals();
  provider.sendNext();
  await working;
  const ended = await row('success');

  for (const running of [pending, streaming]) {
    assert.deepEqual([running.traceId, running.spanId], [ended.traceId, ended.spanId]);
    assert.equal(running.requestModel, 'gpt-4o');
    assert.deepEqual([running.inputTokens, running.outputTokens], [null, null]);
    assert.deepEqual(running.cost.paid, { nanoUsd: null, state: null });
  }
  assert.deepEqual([whileRunning.requests, whileRunning.running], [0, 1]);
  assert.equal(ended.inputTokens, 10);
  assert.equal(ended.cost.paid.state, 'priced');
  const totals = await chain.totals();
  assert.deepEqual([totals.requests, totals.running], [1, 0]);
  assert.notEqual(await chain.traces.content(ended), null);
});

/** A provider that sends the next chunk of its stream only when it is asked to. */
async function startSlowProvider() {
  const chunk = (rest: object) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o', ...rest })}\n\n`;
  const steps = new EventEmitter();
  const server = createServer((request, response) => {
    request.resume();
    void (async () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      await once(steps, 'next');
      response.write(
        chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'hi' }, finish_reason: null }] }),
      );
      await once(steps, 'next');
      response.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
      const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
      response.end(`${chunk({ choices: [], usage })}data: [DONE]\n\n`);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sendNext: () => void steps.emit('next'),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
