import { diag } from '@opentelemetry/api';
import { guardMethods } from './guard-methods.ts';

class Counter {
  #count = 0;

  static {
    guardMethods(Counter, { add: undefined, fail: -1 });
  }

  get count(): number {
    return this.#count;
  }

  add(first: number, second = 0): void {
    this.#count += first + second;
  }

  fail(): number {
    throw new RangeError('no');
  }

  unguarded(): never {
    throw new RangeError('no');
  }
}

afterEach(() => diag.disable());

test('a guarded method keeps its arguments, its defaults and its object', () => {
  const counter = new Counter();
  counter.add(2);
  counter.add(1, 4);
  expect(counter.count).toBe(7);
});

test('a guarded method that throws returns its fallback, and the diagnostic log gets the error', () => {
  const messages: unknown[][] = [];
  const ignore = () => undefined;
  const log = { warn: ignore, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger({ ...log, error: (...message) => void messages.push(message) });
  expect(new Counter().fail()).toBe(-1);
  expect(messages).toEqual([[expect.stringContaining('fail failed'), expect.any(RangeError)]]);
});

test('other methods still throw', () => {
  expect(() => new Counter().unguarded()).toThrow(RangeError);
});
