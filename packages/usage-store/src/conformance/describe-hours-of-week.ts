import { version, type TestLedger } from './test-ledger.ts';

/** Tests calls by hour of the week. */
export function describeHoursOfWeek(store: TestLedger): void {
  describe('hours of the week', () => {
    test('count ended calls by the hour of a zone, from Monday 0 h', async () => {
      const range = store.nextWindow();
      await store.insert([
        version(range.fromMs, 1, { inputTokens: 3, outputTokens: 4, costCharged: 5n }),
        version(range.fromMs, 2, { state: 'failed', inputTokens: 1 }),
        version(range.fromMs, 3, { state: 'pending' }),
        version(range.fromMs, 4, { recordType: 'request' }),
      ]);
      for (const timeZone of ['UTC', 'Asia/Kathmandu', 'America/St_Johns']) {
        const { cells } = await store.ledger.hoursOfWeek({ range, filter: {}, timeZone });
        expect(cells.map(({ weekday, hour }) => (weekday - 1) * 24 + hour)).toEqual([...Array(168).keys()]);
        expect(cells.filter(({ calls }) => calls > 0)).toEqual([
          {
            ...hourOfWeek(range.fromMs, timeZone),
            calls: 2,
            failed: 1,
            tokens: 8,
            charged: { nanoUsd: '5', unknown: 1 },
          },
        ]);
      }
    });

    test('both hours that a zone repeats in autumn are in one cell', async () => {
      // 1:00 UTC of the last Sunday of October, when clocks in Berlin go back from 3:00 to 2:00.
      const changeMs = lastSundayOfOctober(Date.now()) + HOUR_MS;
      const at = (offsetMs: number) => version(changeMs + offsetMs, 0);
      await store.insert([at(-HOUR_MS), at(-1), at(0), at(HOUR_MS - 1), at(HOUR_MS)]);
      const range = { fromMs: changeMs - 2 * HOUR_MS, toMs: changeMs + 2 * HOUR_MS };
      const { cells } = await store.ledger.hoursOfWeek({ range, filter: {}, timeZone: 'Europe/Berlin' });
      expect(cells.flatMap(({ weekday, hour, calls }) => (calls > 0 ? [[weekday, hour, calls]] : []))).toEqual([
        [7, 2, 4],
        [7, 3, 1],
      ]);
    });

    test('rejects a time zone that does not exist', async () => {
      const hours = store.ledger.hoursOfWeek({ range: { fromMs: 0, toMs: 1 }, filter: {}, timeZone: 'Mars/Olympus' });
      await expect(hours).rejects.toMatchObject({ name: 'StoreError' });
      await expect(hours).rejects.toThrow(/IANA name/);
    });
  });
}

const HOUR_MS = 3_600_000;

/** The last one before `nowMs`, at 0:00 UTC. */
function lastSundayOfOctober(nowMs: number): number {
  const year = new Date(nowMs).getUTCFullYear();
  const sundays = [year, year - 1].map((one) => {
    const end = new Date(Date.UTC(one, 9, 31));
    return end.getTime() - end.getUTCDay() * 24 * HOUR_MS;
  });
  return sundays.find((sunday) => sunday + 24 * HOUR_MS < nowMs) ?? NaN;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function hourOfWeek(ms: number, timeZone: string): { weekday: number; hour: number } {
  const format = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' });
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return { weekday: 1 + WEEKDAYS.indexOf(parts['weekday'] ?? ''), hour: Number(parts['hour']) };
}
