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

    test('rejects a time zone that does not exist', async () => {
      const hours = store.ledger.hoursOfWeek({ range: { fromMs: 0, toMs: 1 }, filter: {}, timeZone: 'Mars/Olympus' });
      await expect(hours).rejects.toMatchObject({ name: 'StoreError' });
      await expect(hours).rejects.toThrow(/IANA name/);
    });
  });
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function hourOfWeek(ms: number, timeZone: string): { weekday: number; hour: number } {
  const format = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' });
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return { weekday: 1 + WEEKDAYS.indexOf(parts['weekday'] ?? ''), hour: Number(parts['hour']) };
}
