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

describe('of spans inside one another the innermost is the call', () => {
  test('that ends first', () => {
    const outer = start('outer');
    const inner = start('inner', outer);
    end(inner);
    end(outer);
    expect(models()).toEqual(['inner']);
  });

  test('that ends last, as a stream does', () => {
    const outer = start('outer');
    const inner = start('inner', outer);
    end(outer);
    expect(models()).toEqual([]);
    end(inner);
    expect(models()).toEqual(['inner']);
  });

  test('with spans of something else between them, ended in whatever order', () => {
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

  test('each of several, as embedMany makes them', () => {
    const outer = start('outer');
    const first = start('first', outer);
    const second = start('second', outer);
    end(second);
    end(first);
    end(outer);
    expect(models()).toEqual(['second', 'first']);
  });

  test('below a span that is none, and waits for nothing longer than that is open', () => {
    const outer = start('outer');
    const http = start('http', outer, {});
    end(outer);
    expect(models()).toEqual([]);
    end(http);
    expect(models()).toEqual(['outer']);
  });
});

describe('two calls are two', () => {
  test('side by side', () => {
    const request = start('', undefined, {});
    end(start('first', request));
    end(start('second', request));
    end(request);
    expect(models()).toEqual(['first', 'second']);
  });

  test('with a tool between them', () => {
    const outer = start('outer');
    const tool = start('', outer, TOOL);
    const inner = start('inner', tool);
    end(inner);
    end(tool);
    end(outer);
    expect(models()).toEqual(['inner', 'outer']);
  });

  test('with a tool between them that has ended while its call goes on', () => {
    const outer = start('outer');
    const tool = start('', outer, TOOL);
    const inner = start('inner', tool);
    end(tool);
    end(inner);
    end(outer);
    expect(models()).toEqual(['inner', 'outer']);
  });

  test('of another type inside: embeddings that a chat looks up', () => {
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

  test('where the outer one had ended before the inner began', () => {
    const outer = start('outer');
    end(outer);
    end(start('inner', outer));
    expect(models()).toEqual(['outer', 'inner']);
  });

  test('where a parent is remote, or unknown', () => {
    const remote = startedSpan({ attributes: CHAT });
    end(start('here', remote));
    expect(models()).toEqual(['here']);
  });
});

describe('a record of our own goes before the spans around it', () => {
  test('which of them ends first makes no difference', () => {
    for (const order of ['inner first', 'outer first']) {
      const outer = start('outer');
      const inner = start('inner', outer);
      spans.claim(inner.spanContext());
      (order === 'inner first' ? [inner, outer] : [outer, inner]).forEach(end);
    }
    expect(models()).toEqual([]);
  });

  test('but not before one that a tool parts from it, nor one that had ended', () => {
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

  test('where its span began in the same frame, and is not active yet: that one alone', () => {
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

  test('under a span that nobody knows it claims nothing', () => {
    spans.claim(startedSpan().spanContext());
    spans.claim(undefined);
    end(start('here'));
    expect(models()).toEqual(['here']);
  });
});

describe('spans that never end', () => {
  test('a call waits 30 s for those below it, then it counts, and what ends below it later does not', () => {
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

  test('a flush counts what waits, once', () => {
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

  test('no more than 1,000 wait', () => {
    for (let i = 0; i < 1100; i++) {
      const outer = start(`outer${i}`);
      start('inner', outer);
      end(outer);
    }
    expect(spans.held).toBe(1000);
    expect(models().slice(0, 2)).toEqual(['outer0', 'outer1']);
  });

  test('are not kept, nor those that have ended', async () => {
    jest.useRealTimers();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept: WeakRef<Span>[] = [];
    // Each inside the one before, and none of them ended: a loop that runs in the context of its own last round.
    let newest = start('open');
    for (let i = 0; i < 2000; i++) {
      newest = start('open', newest);
      kept.push(new WeakRef(newest));
    }
    const ended = new WeakRef(closed(newest));
    // A weak reference holds until the job that made it is over.
    await new Promise((resolve) => setTimeout(resolve, 10));
    collect();
    expect(kept.filter((span) => span.deref() !== undefined).length).toBeLessThan(150);
    expect(ended.deref()).toBeUndefined();
    expect(newest).toBeDefined();
  });
});

function closed(parent: Span): Span {
  const span = start('ended', parent);
  end(span);
  return span;
}

test('a span that is told twice, by two processors, counts once', () => {
  const span = start('once');
  spans.started(span, undefined);
  end(span);
  end(span);
  expect(models()).toEqual(['once']);
  expect(firstSpans).toBe(1);
});

test('a span that began before recording did is left alone', () => {
  end(startedSpan({ attributes: CHAT }));
  expect(models()).toEqual([]);
});
