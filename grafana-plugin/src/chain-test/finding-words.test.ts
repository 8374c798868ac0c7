import { PROCESS_FIELDS, PROCESS_RECORD_KEYS, type ProcessRecord } from '@tokentrail/records';
import type { NewestRecord } from '../usage-log/figures/newest-record.ts';
import type { StepState } from './finding.ts';
import { findingOfNewest, findingOfProcesses } from './finding-words.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const MINUTE_MS = 60_000;

const newest = (minutesAgo: number, delayMs: number | null): NewestRecord => ({
  startUnixNano: String(BigInt(NOW - minutesAgo * MINUTE_MS) * 1_000_000n),
  delayMs,
});

test.each<[string, NewestRecord | null, StepState, RegExp, RegExp | undefined]>([
  ['a recent record', newest(2, 300), 'passed', /^The newest record is from 2m ago$/, undefined],
  ['a record that still runs', newest(2, null), 'passed', /from 2m ago/, undefined],
  ['clocks that differ', newest(2, -500), 'passed', /from 2m ago/, undefined],
  ['no record', null, 'warning', /no record yet/, /Make a call/],
  ['a record that arrived late', newest(2, 90_000), 'warning', /arrived 1.50 mins after its end/, /falls behind/],
  ['a quiet ledger', newest(61, 300), 'warning', /from 1h ago/, /If there were calls since/],
])('%s', (_, record, state, text, remedy) => {
  const finding = findingOfNewest(record, NOW);
  expect(finding.state).toBe(state);
  expect(finding.text).toMatch(text);
  expect(finding.remedy ?? '').toMatch(remedy ?? /^$/);
});

const process = (minutesAgo: number): ProcessRecord => ({
  ...(Object.fromEntries(
    PROCESS_RECORD_KEYS.map((key) => [key, PROCESS_FIELDS[key].sample]),
  ) as unknown as ProcessRecord),
  reportedAtMs: NOW - minutesAgo * MINUTE_MS,
});

test('counts the processes that report, and names the newest report', () => {
  expect(findingOfProcesses([process(3), process(40)], NOW)).toEqual({
    state: 'passed',
    text: '2 processes run, newest report 3m ago',
  });
});

test('says which variable makes a process report', () => {
  const { state, remedy } = findingOfProcesses([], NOW);
  expect(state).toBe('warning');
  expect(remedy).toContain('TOKENTRAIL_OTLP_ENDPOINT');
});
