import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { Chain } from './chain.ts';
import { runProgram } from './program.ts';
import { settled } from './wait.ts';

const PROGRAM = fileURLToPath(new URL('make-tagged-calls.ts', import.meta.url));

test('the tags that an app reports are in the row of each call, without secrets, inner tags over outer ones', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const env = { PROVIDER_URL: provider.url, TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl };
  await runProgram(PROGRAM, null, { env, instrumented: true });
  await settled(
    () => chain.totals(),
    ({ requests }) => requests >= 3,
  );

  const inOrder = (await chain.records()).toSorted((a, b) => Number(BigInt(a.startUnixNano) - BigInt(b.startUnixNano)));
  assert.deepEqual(
    inOrder.map(({ tags }) => tags),
    [{}, { cost_center: 'search', feature: '***' }, { cost_center: 'search', feature: 'ranking' }],
  );
});
