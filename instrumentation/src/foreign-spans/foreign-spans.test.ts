import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { endedSpan, startedSpan } from '../../testing/app-span.ts';
import type { ForeignCall } from './foreign-call.ts';
import { ForeignSpans } from './foreign-spans.ts';

let counted: ForeignCall[];
let spans: ForeignSpans;
let firstSpans: number;

beforeEach(() => {
  jest.useFakeTimers();
  counted = [];
  firstSpans = 0;
  spans = new ForeignSpans({
    record: (call) => counted.push(call),
    wants: () => false,
    firstSpan: () => firstSpans++,
  });
});
afterEach(() => {
  spans.settle();
  jest.useRealTimers();
});

type Span = ReturnType<typeof startedSpan>;

const CHAT = { 'gen_ai.operation.name': 'chat' };
const TOOL = { 'gen_ai.operation.name': 'execute_tool' };

function start(model: string, parent?: Span, attributes: Record<string, string> = CHAT): Span {
  const span = startedSpan({
    ...(parent === undefined ? {} : { parent }),
    attributes: { ...attributes, 'gen_ai.request.model': model },
  });
  spans.started(span, undefined);
  return span;
}

const end = (span: Span) => spans.ended(endedSpan(span));
const models = () => counted.map(({ facts }) => facts.requestModel);

describe('of nested spans the innermost is the call', () => {
  test('if it ends first', () => {
    const outer = start('outer');
    const inner = start('inner', outer);
    end(inner);
    end(outer);
    expect(models()).toEqual(['inner']);
  });

  test('if it ends last, like a stream', () => {
    const outer = start('outer');
    const inner = start('inner', outer);
    end(outer);
    expect(models()).toEqual([]);
    end(inner);
    expect(models()).toEqual(['inner']);
  });

  test('with other spans between them, in any order of ending', () => {
    const outer = start('outer');
    const http = start('http', outer, {});
    const middle = start('middle', http);
    const inner = start('inner', middle);
    end(middle);
    end(outer);
    end(inner);
    end(http);
    expect(models()).toEqual(['inner']);
  });

  test('each one of several, like those of embedMany', () => {
    const outer = start('outer');
    const first = start('first', outer);
    const second = start('second', outer);
    end(second);
    end(first);
    end(outer);
    expect(models()).toEqual(['second', 'first']);
  });

  test('a call without inner calls waits only until its open descendants have ended', () => {
    const outer = start('outer');
    const http = start('http', outer, {});
    end(outer);
    expect(models()).toEqual([]);
    end(http);
    expect(models()).toEqual(['outer']);
  });
});

describe('two calls are recorded', () => {
  test('if they are siblings', () => {
    const request = start('', undefined, {});
    end(start('first', request));
    end(start('second', request));
    end(request);
    expect(models()).toEqual(['first', 'second']);
  });

  test('if a tool is between them', () => {
    const outer = start('outer');
    const tool = start('', outer, TOOL);
    const inner = start('inner', tool);
    end(inner);
    end(tool);
    end(outer);
    expect(models()).toEqual(['inner', 'outer']);
  });

  test('if a tool is between them that ends before its call', () => {
    const outer = start('outer');
    const tool = start('', outer, TOOL);
    const inner = start('inner', tool);
    end(tool);
    end(inner);
    end(outer);
    expect(models()).toEqual(['inner', 'outer']);
  });

  test('if the inner one is of another type: embeddings that a chat looks up', () => {
    const embeddings = { 'gen_ai.operation.name': 'embeddings' };
    const outer = start('outer');
    end(start('inner', outer, embeddings));
    spans.claim(outer.spanContext(), 'embeddings');
    const late = start('late', outer, embeddings);
    end(outer);
    spans.settle();
    end(late);
    expect(models()).toEqual(['inner', 'outer', 'late']);
  });

  test('if the outer one ended before the inner one began', () => {
    const outer = start('outer');
    end(outer);
    end(start('inner', outer));
    expect(models()).toEqual(['outer', 'inner']);
  });

  test('if the parent is remote or unknown', () => {
    const remote = startedSpan({ attributes: CHAT });
    end(start('here', remote));
    expect(models()).toEqual(['here']);
  });
});

describe('a record of our own takes precedence over the spans around it', () => {
  test('in any order of ending', () => {
    for (const order of ['inner first', 'outer first']) {
      const outer = start('outer');
      const inner = start('inner', outer);
      spans.claim(inner.spanContext());
      (order === 'inner first' ? [inner, outer] : [outer, inner]).forEach(end);
    }
    expect(models()).toEqual([]);
  });

  test('except over spans beyond a tool and spans that had ended', () => {
    const outer = start('outer');
    const tool = start('', outer, TOOL);
    spans.claim(tool.spanContext());
    end(tool);
    end(outer);
    const before = start('before');
    const ended = start('ended', before);
    end(ended);
    end(before);
    spans.claim(ended.spanContext());
    expect(models()).toEqual(['outer', 'ended']);
  });

  test('if a span began in the same context and is not active yet: over the newest one only', () => {
    const asyncContext = { context: {} };
    const agent = start('', undefined, { 'gen_ai.operation.name': 'invoke_agent' });
    const [first, second] = ['first', 'second'].map((model) => {
      const span = startedSpan({ parent: agent, attributes: { ...CHAT, 'gen_ai.request.model': model } });
      spans.started(span, asyncContext);
      return span;
    });
    spans.claimNewestIn(asyncContext);
    end(first!);
    end(second!);
    spans.claimNewestIn(asyncContext);
    spans.claimNewestIn({ context: {} });
    end(agent);
    expect(models()).toEqual(['first']);
  });

  test('claims nothing below an unknown span', () => {
    spans.claim(startedSpan().spanContext());
    spans.claim(undefined);
    end(start('here'));
    expect(models()).toEqual(['here']);
  });
});

describe('spans that never end', () => {
  test('a call waits 30 s for its descendants; then it is recorded, and descendants that end later are not', () => {
    const outer = start('outer');
    const inner = start('inner', outer);
    end(outer);
    jest.advanceTimersByTime(25_000);
    expect(models()).toEqual([]);
    jest.advanceTimersByTime(10_000);
    expect(models()).toEqual(['outer']);
    end(inner);
    expect(models()).toEqual(['outer']);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a flush records a held call once', () => {
    const outer = start('outer');
    const middle = start('middle', outer);
    start('inner', middle);
    end(outer);
    end(middle);
    expect(spans.held).toBe(2);
    spans.settle();
    expect(models()).toHaveLength(1);
    expect(spans.held).toBe(0);
  });

  test('at most 1,000 calls are held', () => {
    for (let i = 0; i < 1100; i++) {
      const outer = start(`outer${i}`);
      start('inner', outer);
      end(outer);
    }
    expect(spans.held).toBe(1000);
    expect(models().slice(0, 2)).toEqual(['outer0', 'outer1']);
  });

  test('are not kept in memory, nor are spans that have ended', async () => {
    jest.useRealTimers();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept: WeakRef<Span>[] = [];
    // Each span is the child of the previous one and none ends, as in a loop that runs in the context of its last
    // iteration.
    let newest = start('open');
    for (let i = 0; i < 2000; i++) {
      newest = start('open', newest);
      kept.push(new WeakRef(newest));
    }
    const ended = new WeakRef(endedChild(newest));
    // A weak reference keeps its target until the current job has ended.
    await new Promise((resolve) => setTimeout(resolve, 10));
    collect();
    expect(kept.filter((span) => span.deref() !== undefined).length).toBeLessThan(150);
    expect(ended.deref()).toBeUndefined();
    expect(newest).toBeDefined();
  });
});

function endedChild(parent: Span): Span {
  const span = start('ended', parent);
  end(span);
  return span;
}

test('a span seen by two processors is recorded once', () => {
  const span = start('once');
  spans.started(span, undefined);
  end(span);
  end(span);
  expect(models()).toEqual(['once']);
  expect(firstSpans).toBe(1);
});

test('ignores a span that began before recording started', () => {
  end(startedSpan({ attributes: CHAT }));
  expect(models()).toEqual([]);
});
