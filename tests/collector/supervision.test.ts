import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectorBinary, startCollector } from '@tokentrail/collector-config';
import { Supervisor } from '../../cli/src/up/supervisor.ts';
import { Watchdog } from '../../cli/src/up/watchdog.ts';
import { sendSpans, span, string } from './otlp.ts';
import { scratchFolder, store, until } from './setup.ts';

const MARK = 'supervised-record-';

test('a killed collector accepts data again on its port, and no record is lost', async (t) => {
  const [ledger, traces] = [await store(t), await store(t)];
  const dataDir = scratchFolder(t);
  const binary = await collectorBinary();
  const pids: number[] = [];
  let otlpUrl = '';
  const lines: string[] = [];
  const watchdog = new Watchdog();
  const supervisor = new Supervisor(watchdog, (line) => lines.push(line));
  t.after(async () => {
    await supervisor.stop();
    await watchdog.close();
  });
  await supervisor.start({
    name: 'collector',
    logFile: null,
    start: async (spawned) => {
      const collector = await startCollector({
        binary,
        dataDir,
        env: {
          TOKENTRAIL_LEDGER_ENDPOINT: ledger.url,
          TOKENTRAIL_LEDGER_USER: 'tokentrail_writer',
          TOKENTRAIL_LEDGER_PASSWORD: '0123',
          TOKENTRAIL_TRACES_ENDPOINT: traces.url,
          TOKENTRAIL_TRACES_USER: 'tokentrail_writer',
          TOKENTRAIL_TRACES_PASSWORD: '4567',
          ...(otlpUrl === '' ? {} : { TOKENTRAIL_OTLP_LISTEN: new URL(otlpUrl).host }),
        },
        onSpawn: (pid) => {
          pids.push(pid);
          spawned(pid);
        },
      });
      otlpUrl = collector.otlpUrl;
      return { ended: collector.exited.then((code) => `code ${code}`), stop: collector.stop };
    },
  });

  const record = (index: number) => [span([string('test.mark', `${MARK}${index}.`)])];
  for (let index = 0; index < 20; index++) {
    if (index === 5) {
      process.kill(pids[0] ?? 0, 'SIGKILL');
    }
    await sendUntilTaken(record(index));
  }
  assert.equal(pids.length, 2);
  assert.match(lines.join('\n'), /^collector ended \(code null\); it is restarted in 0\.5 s\ncollector runs again$/);
  await until('all records in the traces store', () =>
    Array.from({ length: 20 }, (_, index) => traces.received().includes(`${MARK}${index}.`)).every(Boolean),
  );

  /** Sends like a client that keeps data until it is accepted. */
  async function sendUntilTaken(spans: ReturnType<typeof record>): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      try {
        await sendSpans(otlpUrl, spans);
        return;
      } catch (error) {
        if (Date.now() > deadline) {
          throw error;
        }
        await sleep(100);
      }
    }
  }
});
