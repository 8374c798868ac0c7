import { showBuildProgress, type BuildProgress } from './build-progress.ts';

/** Shows `progress` and returns what was written. */
function shown(isTTY: boolean, progress: readonly BuildProgress[]): string {
  let text = '';
  const show = showBuildProgress({ isTTY, write: (part) => (text += part) }, 'me: ');
  progress.forEach(show);
  return text;
}

const compiling = (built: number, seconds: number): BuildProgress => ({
  step: 'compiling',
  built,
  total: 1319,
  elapsedMs: seconds * 1000,
});
const done: BuildProgress = { ...compiling(1319, 190), step: 'done' };

test('a terminal shows one line that is updated', () => {
  const text = shown(true, [compiling(10, 1), compiling(20, 2), done]);
  expect(text.split('\n')).toHaveLength(2);
  expect(text.split('\r\x1b[2K').slice(1)).toEqual([
    'me: building the collector, once, about three minutes: 10 of 1319 packages, 1 s',
    'me: building the collector, once, about three minutes: 20 of 1319 packages, 2 s',
    'me: built the collector in 190 s\n',
  ]);
});

test('a pipe gets one line at once, one a minute, and one at the end', () => {
  const seconds = Array.from({ length: 190 }, (_, second) => second);
  const text = shown(false, [...seconds.map((second) => compiling(second * 7, second)), done]);
  expect(text.match(/[0-9]+ of 1319 packages, [0-9]+ s\n/g)).toEqual(
    [0, 60, 120, 180].map((second) => `${second * 7} of 1319 packages, ${second} s\n`),
  );
  expect(text.endsWith('me: built the collector in 190 s\n')).toBe(true);
});

test('says what it does before the number of packages is known, and that it failed', () => {
  const early: BuildProgress = { step: 'fetching modules', built: 0, total: 0, elapsedMs: 0 };
  expect(shown(false, [early])).toContain('fetching modules, 0 s');
  expect(shown(false, [{ ...early, step: 'failed', elapsedMs: 4000 }])).toBe(
    'me: building the collector failed after 4 s\n',
  );
});
