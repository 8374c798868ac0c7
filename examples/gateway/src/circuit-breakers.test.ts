import { CircuitBreakers } from './circuit-breakers.ts';
import { exampleConfig } from './config.ts';

const [upstream] = exampleConfig({
  azure: 'http://a',
  openai: 'http://o',
  anthropic: 'http://c',
  search: 'http://s',
}).upstreams;

test('three failures in a row open the circuit for a while; a success resets the count', () => {
  let now = 0;
  const breakers = new CircuitBreakers(() => now);
  const fail = (times: number) => Array.from({ length: times }).forEach(() => breakers.failed(upstream!));
  fail(2);
  breakers.succeeded(upstream!);
  fail(2);
  expect(breakers.isOpen(upstream!)).toBe(false);
  fail(1);
  expect(breakers.isOpen(upstream!)).toBe(true);
  now += 15_000;
  expect(breakers.isOpen(upstream!)).toBe(false);
});
