import { diag } from '@opentelemetry/api';
import { guarded } from './guarded.ts';

afterEach(() => diag.disable());

test('errors are caught, even if the diagnostic log of the app throws', () => {
  const log = () => {
    throw new Error('no log');
  };
  diag.setLogger({ error: log, warn: log, info: () => undefined, debug: () => undefined, verbose: () => undefined });
  const hook = () => {
    throw new Error('no');
  };
  expect(guarded('a hook', hook)).toBeUndefined();
  expect(guarded('a hook', () => 5)).toBe(5);
});
