import { endedSpan, startedSpan } from '../../testing/app-span.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import type { ForeignCall } from './foreign-call.ts';
import { ForeignSpans } from './foreign-spans.ts';

let counted: ForeignCall[];
let spans: ForeignSpans;

beforeEach(() => {
  jest.useFakeTimers();
  counted = [];
  spans = new ForeignSpans({ record: (call) => counted.push(call), wants: () => false });
});
afterEach(() => {
  spans.settle();
  jest.useRealTimers();
});

type Span = ReturnType<typeof startedSpan>;

const CHAT = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' };
const KNOWN = { 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 4, 'gen_ai.response.id': 'r1' };

function start(model: string, parent?: Span, attributes: SpanAttributes = CHAT): Span {
  const span = startedSpan({
    ...(parent === undefined ? {} : { parent }),
    attributes: { ...attributes, 'gen_ai.request.model': model },
  });
  spans.started(span, undefined);
  return span;
}

const end = (span: Span, attributes: SpanAttributes = {}) => spans.ended(endedSpan(span, { attributes }));
const fail = (span: Span) => spans.ended(endedSpan(span, { status: { code: 2 } }));
/** Model, response and input tokens of each recorded call. */
const rows = () =>
  counted.map(({ facts }) => [facts.requestModel, facts.responseId ?? null, facts.usage?.inputTokens ?? null]);

describe('a call that lacks usage has that of the span around it', () => {
  test('in any order of ending', () => {
    const outer = start('outer');
    const inner = start('inner', outer);
    end(inner);
    expect(rows()).toEqual([]);
    expect(spans.held).toBe(1);
    end(outer, KNOWN);
    const streaming = start('outer');
    const late = start('late', streaming);
    end(streaming, KNOWN);
    end(late);
    expect(rows()).toEqual([
      ['inner', 'r1', 10],
      ['late', 'r1', 10],
    ]);
    expect(spans.held).toBe(0);
  });

  test('if its own usage does not support a cost', () => {
    const outer = start('outer');
    const scope = '@traceloop/instrumentation-openai';
    const inner = startedSpan({ parent: outer, scope, attributes: { ...CHAT, 'gen_ai.request.model': 'inner' } });
    spans.started(inner, undefined);
    end(inner, { 'gen_ai.usage.input_tokens': 2, 'gen_ai.usage.output_tokens': 1, 'gen_ai.response.id': 'own' });
    end(outer, KNOWN);
    expect(rows()).toEqual([['inner', 'own', 10]]);
  });

  test('from the nearest span that has one', () => {
    const outer = start('outer');
    const middle = start('middle', outer);
    const http = start('http', middle, {});
    end(start('inner', http));
    end(http);
    end(middle);
    expect(rows()).toEqual([]);
    end(outer, KNOWN);
    expect(rows()).toEqual([['inner', 'r1', 10]]);
  });

  test('after an attempt that failed', () => {
    const outer = start('outer');
    fail(start('first', outer));
    end(start('second', outer));
    end(outer, KNOWN);
    expect(rows()).toEqual([
      ['first', null, null],
      ['second', 'r1', 10],
    ]);
  });
});

describe('a call does not have the usage of the span around it', () => {
  test('if its own supports a cost: it is recorded at once', () => {
    const outer = start('outer');
    end(start('inner', outer), { ...KNOWN, 'gen_ai.usage.input_tokens': 7 });
    expect(rows()).toEqual([['inner', 'r1', 7]]);
    end(outer, KNOWN);
    expect(rows()).toHaveLength(1);
  });

  test('if that span encloses several calls, whose sum it reports', () => {
    const outer = start('outer');
    end(start('first', outer), KNOWN);
    end(start('second', outer));
    end(outer, { ...KNOWN, 'gen_ai.usage.input_tokens': 30 });
    const other = start('other');
    spans.claim(other.spanContext(), 'chat');
    end(start('third', other));
    end(other, KNOWN);
    expect(rows()).toEqual([
      ['first', 'r1', 10],
      ['second', null, null],
      ['third', null, null],
    ]);
  });

  test('if a call ends in that span after it, too', () => {
    const outer = start('outer');
    const first = start('first', outer);
    const second = start('second', outer);
    end(outer, KNOWN);
    end(first);
    end(second);
    expect(rows()).toEqual([
      ['first', null, null],
      ['second', null, null],
    ]);
  });

  test.each(['execute_tool', 'invoke_agent', 'invoke_workflow'])('if %s is between them', (name) => {
    const outer = start('outer');
    const between = start('', outer, { 'gen_ai.operation.name': name });
    end(start('inner', between));
    end(between);
    end(outer, KNOWN);
    expect(rows()).toEqual([
      ['inner', null, null],
      ['outer', 'r1', 10],
    ]);
  });

  test('if it is of another type', () => {
    const outer = start('outer');
    end(start('inner', outer, { 'gen_ai.operation.name': 'embeddings' }));
    end(outer, KNOWN);
    expect(rows()).toEqual([
      ['inner', null, null],
      ['outer', 'r1', 10],
    ]);
  });

  test('if it failed', () => {
    const outer = start('outer');
    fail(start('inner', outer));
    expect(rows()).toEqual([['inner', null, null]]);
    end(outer, KNOWN);
    expect(rows()).toHaveLength(1);
  });
});

describe('waiting for the span around a call', () => {
  test('ends after 30 s', () => {
    const outer = start('outer');
    end(start('inner', outer));
    jest.advanceTimersByTime(25_000);
    expect(rows()).toEqual([]);
    jest.advanceTimersByTime(10_000);
    expect(rows()).toEqual([['inner', null, null]]);
    end(outer, KNOWN);
    expect(rows()).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('ends with a flush', () => {
    end(start('inner', start('outer')));
    spans.settle();
    expect(rows()).toEqual([['inner', null, null]]);
  });

  test('ends for the oldest of more than 1,000 calls', () => {
    for (let i = 0; i < 1001; i++) end(start(`inner${String(i)}`, start('outer')));
    expect(spans.held).toBe(1000);
    expect(rows()).toEqual([['inner0', null, null]]);
  });
});

test('a library may pass a copy of its span’s ids to children; ids from another process are none of ours', () => {
  const withCopy = (span: Span, more: object) => ({ ...span, spanContext: () => ({ ...span.spanContext(), ...more }) });
  const outer = start('outer');
  end(start('inner', withCopy(outer, {})), KNOWN);
  end(outer, KNOWN);
  const caller = start('caller');
  end(start('elsewhere', withCopy(caller, { isRemote: true })), KNOWN);
  end(caller, KNOWN);
  expect(rows().map(([model]) => model)).toEqual(['inner', 'elsewhere', 'caller']);
});
