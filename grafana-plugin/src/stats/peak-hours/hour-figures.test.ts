import { createTheme } from '@grafana/data';
import { hourColor } from './hour-colors.ts';
import { highestHour, hourText, hourValue, type HourCell } from './hour-figures.ts';

const cell = (hour: number, more: Partial<HourCell> = {}): HourCell => ({
  weekday: 1,
  hour,
  calls: 0,
  failed: 0,
  tokens: 0,
  charged: { nanoUsd: '0', unknown: 0 },
  ...more,
});

it('finds the highest hour of each figure', () => {
  const cells = [
    cell(0),
    cell(1, { calls: 5, failed: 1 }),
    cell(2, { calls: 2, failed: 2, charged: { nanoUsd: '9000000000', unknown: 1 } }),
  ];
  expect(highestHour(cells, 'calls')?.hour).toBe(1);
  expect(highestHour(cells, 'failed')?.hour).toBe(2);
  expect(highestHour(cells, 'cost')?.hour).toBe(2);
  expect(highestHour([cell(0), cell(1)], 'calls')).toBeNull();
});

it('states a cost with unknown ones as a lower bound', () => {
  const hour = cell(0, { calls: 2, charged: { nanoUsd: '1500000000', unknown: 1 } });
  expect(hourText(hour, 'cost')).toBe('≥ $1.50');
  expect(hourValue(hour, 'cost')).toBe(1.5);
  expect(hourText(hour, 'calls')).toBe('2 calls');
});

it('distinguishes the lowest figure from none', () => {
  const theme = createTheme();
  expect(hourColor(0, 'calls', theme)).toBe(theme.colors.background.secondary);
  expect(hourColor(0.001, 'calls', theme)).not.toBe(hourColor(0, 'calls', theme));
  expect(hourColor(1, 'failed', theme)).not.toBe(hourColor(1, 'calls', theme));
});
