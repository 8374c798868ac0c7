import { outcomeOf, type Outcome } from './outcome.ts';

const CASES: [state: string, statusCode: number | null, outcome: Outcome][] = [
  ['success', 200, 'success'],
  ['success', null, 'success'],
  ['success', 302, 'success'],
  ['success', 400, 'failed'],
  ['success', 503, 'failed'],
  ['failed', 200, 'failed'],
  ['failed', null, 'failed'],
  ['cancelled', 499, 'cancelled'],
  ['cancelled', 200, 'cancelled'],
  ['pending', null, 'running'],
  ['streaming', 500, 'running'],
  ['lost', 200, 'lost'],
];

test.each(CASES)('a record with the state %s and the status %s has the outcome %s', (state, statusCode, outcome) => {
  expect(outcomeOf({ state, statusCode })).toBe(outcome);
});
