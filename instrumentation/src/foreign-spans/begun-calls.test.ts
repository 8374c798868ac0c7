import { endedSpan, startedSpan } from '../../testing/app-span.ts';
import type { ForeignCall } from './foreign-call.ts';
import { ForeignSpans } from './foreign-spans.ts';

// LangChain 1.4 under OpenInference's instrumentation: its span is a sibling of the one of openai's instrumentation.

const OPENINFERENCE = '@arizeai/openinference-instrumentation-langchain';
const OPENLLMETRY = '@traceloop/instrumentation-langchain';

let counted: ForeignCall[];
let spans: ForeignSpans;

beforeEach(() => {
  jest.useFakeTimers();
  counted = [];
  spans = new ForeignSpans({ record: (call) => counted.push(call), wants: () => false });
});
afterEach(() => jest.useRealTimers());

type Span = ReturnType<typeof startedSpan>;

/** Begins a span; time passes afterwards. */
function start(scope: string, model: string, operation = 'chat'): Span {
  const attributes = { 'gen_ai.operation.name': operation, 'gen_ai.request.model': model };
  const span = startedSpan({ scope, attributes });
  spans.started(span, undefined);
  jest.advanceTimersByTime(10);
  return span;
}

function end(...ended: Span[]): void {
  for (const span of ended) {
    spans.ended(endedSpan(span));
    jest.advanceTimersByTime(10);
  }
}

function patchedCall(model: string, operation = 'chat'): void {
  spans.callBegan(operation, model);
  jest.advanceTimersByTime(10);
}

const models = () => counted.map(({ facts }) => facts.requestModel);

test('a span of LangChain’s callbacks is not a second call beside the span of the SDK', () => {
  const outer = start(OPENINFERENCE, 'gpt-4o');
  const inner = start('@opentelemetry/instrumentation-openai', 'gpt-4o');
  end(inner, outer);
  expect(models()).toEqual(['gpt-4o']);
  expect(counted[0]?.span).toBe(inner.spanContext());
});

test('nor beside the record of a patched SDK, whose name of the model may have a prefix', () => {
  const outer = start(OPENINFERENCE, 'gemini-2.5-flash');
  patchedCall('models/gemini-2.5-flash');
  end(outer);
  expect(models()).toEqual([]);
});

test('each call is taken once', () => {
  const outers = [start(OPENINFERENCE, 'gpt-4o'), start(OPENINFERENCE, 'gpt-4o'), start(OPENINFERENCE, 'gpt-4o')];
  patchedCall('gpt-4o');
  patchedCall('gpt-4o');
  end(...outers);
  expect(models()).toEqual(['gpt-4o']);
});

test('two libraries with callbacks make one record, with and without a span of the SDK', () => {
  const both = [start(OPENINFERENCE, 'alone'), start(OPENLLMETRY, 'alone')];
  end(...both.reverse());
  expect(models()).toEqual(['alone']);
  const around = [start(OPENINFERENCE, 'patched'), start(OPENLLMETRY, 'patched')];
  patchedCall('patched');
  end(...around);
  expect(models()).toEqual(['alone']);
});

describe('the span is a call of its own', () => {
  test('if no other call of its model and type began within it', () => {
    patchedCall('gpt-4o');
    jest.advanceTimersByTime(100);
    const outer = start(OPENINFERENCE, 'gpt-4o');
    patchedCall('gpt-4o-mini');
    patchedCall('gpt-4o', 'embeddings');
    end(outer);
    patchedCall('gpt-4o');
    expect(models()).toEqual(['gpt-4o']);
  });

  test('if its library makes spans that are active: siblings are two calls', () => {
    const first = start('@arizeai/openinference-instrumentation-openai', 'gpt-4o');
    const second = start('@opentelemetry/instrumentation-openai', 'gpt-4o');
    end(second, first);
    expect(models()).toEqual(['gpt-4o', 'gpt-4o']);
  });
});

test('at most 1,000 calls are remembered', () => {
  start('other', 'gpt-4o');
  const outer = start(OPENINFERENCE, 'gpt-4o');
  patchedCall('gpt-4o');
  for (let i = 0; i < 1000; i++) spans.callBegan('chat', 'another');
  end(outer);
  expect(models()).toEqual(['gpt-4o']);
});
