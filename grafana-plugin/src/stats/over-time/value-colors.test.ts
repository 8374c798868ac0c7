import { createTheme } from '@grafana/data';
import { colorsOf } from './value-colors.ts';

const theme = createTheme();
const value = (index: number) => `value ${index}`;

test('the first four values have four hues, whichever they are', () => {
  const byHue = new Map(
    ['blue', 'orange', 'purple', 'yellow'].flatMap((hue) =>
      ['', 'dark-', 'light-'].map((shade) => [theme.visualization.getColorByName(shade + hue), hue]),
    ),
  );
  for (let start = 0; start < 50; start += 1) {
    const colors = colorsOf(
      [0, 1, 2, 3].map((index) => value(start + index)),
      theme,
    );
    expect(new Set(colors.map((color) => byHue.get(color)))).toEqual(new Set(['blue', 'orange', 'purple', 'yellow']));
  }
});

test('no two of twelve values have one colour; a value alone always has the same', () => {
  const values = Array.from({ length: 12 }, (_, index) => value(index));
  expect(new Set(colorsOf(values, theme)).size).toBe(12);
  expect(colorsOf([value(3)], theme)).toEqual(colorsOf([value(3)], theme));
});

test('what is not reported is grey', () => {
  expect(colorsOf(['', 'a'], theme)[0]).toBe(theme.colors.text.secondary);
});
