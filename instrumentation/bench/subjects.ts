/** What is measured: the bare SDK, a span made by hand, this package, and the published instrumentations. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Api from '@opentelemetry/api';
import { metrics, type Attributes, type MeterProvider, type Tracer, type TracerProvider } from '@opentelemetry/api';

export const ROOT = new URL('../../', import.meta.url);
/** Holds the SDK that all subjects call, and the published instrumentations. */
export const RIVALS = new URL('tests/other-instrumentations/', ROOT);
const requireOfRivals = createRequire(new URL('package.json', RIVALS));

export const SUBJECTS = [
  'bare',
  'handMade',
  'ours',
  'before',
  'contrib',
  'openinference',
  'traceloop',
  'openlit',
] as const;
export type SubjectName = (typeof SUBJECTS)[number];

export const TITLES: Record<SubjectName, string> = {
  bare: 'bare SDK',
  handMade: 'hand-made span, 20 attributes',
  ours: '**@tokentrail/instrumentation**',
  before: '@tokentrail/instrumentation, before',
  contrib: '@opentelemetry/instrumentation-openai',
  openinference: '@arizeai/openinference-instrumentation-openai',
  traceloop: '@traceloop/instrumentation-openai',
  openlit: 'openlit',
};

export interface ChatRequest {
  model: string;
  messages: { role: 'system' | 'user'; content: string }[];
  temperature: number;
  max_tokens: number;
  stream?: boolean;
  stream_options?: { include_usage: boolean };
}

/** The fields of a response that a hand-written span records. */
export interface ChatResponseReader {
  id: string;
  model: string;
  choices: { finish_reason: string | null; message?: { content: string | null } }[];
  usage?: {
    prompt_tokens: number;
    completion_tokens: number;
    prompt_tokens_details?: { cached_tokens?: number };
  } | null;
}

export interface OpenAIClient {
  chat: {
    completions: { create(request: ChatRequest): Promise<ChatResponseReader & AsyncIterable<ChatResponseReader>> };
  };
}
export type OpenAIClass = new (options: { apiKey: string; fetch: typeof fetch; maxRetries?: number }) => OpenAIClient;

export interface Subject {
  OpenAI: OpenAIClass;
  /** One call, or one stream that is read to its end; `onChunk` hears of each chunk. */
  call(client: OpenAIClient, request: ChatRequest, onChunk: () => void): Promise<void>;
  /** Sends what is queued. */
  flush(): Promise<void>;
}

/** Folder of the build of this package: the present one, or that of another commit in the variable `BEFORE`. */
function distOf(subject: 'ours' | 'before'): string {
  return subject === 'ours' ? fileURLToPath(new URL('../dist', import.meta.url)) : resolve(process.env.BEFORE ?? '');
}

/** Node's options for the process of a subject. */
export function preloadOf(subject: SubjectName): readonly string[] {
  return subject === 'ours' || subject === 'before' ? ['--require', join(distOf(subject), 'register.cjs')] : [];
}

interface Setup {
  /** Base address of the OTLP receiver for this subject. */
  otlp: string;
  /** Whether prompts and responses are recorded. */
  content: boolean;
}

/** Must run before anything else loads the SDK. */
export async function setUp(name: SubjectName, setup: Setup): Promise<Subject> {
  switch (name) {
    case 'bare':
      return { OpenAI: loadSdk(), call, flush: async () => undefined };
    case 'handMade':
      return handMade(setup);
    case 'ours':
    case 'before': {
      const { flush } = createRequire(import.meta.url)(join(distOf(name), 'index.cjs')) as { flush(): Promise<void> };
      return { OpenAI: loadSdk(), call, flush };
    }
    case 'openlit':
      return openlit(setup);
    default:
      return published(name, setup);
  }
}

function loadSdk(): OpenAIClass {
  return (requireOfRivals('openai') as { OpenAI: OpenAIClass }).OpenAI;
}

async function call(client: OpenAIClient, request: ChatRequest, onChunk: () => void): Promise<void> {
  const response = await client.chat.completions.create(request);
  if (request.stream !== true) return;
  for await (const _ of response) onChunk();
}

/** OpenTelemetry as a careful team sets it up: batches, protobuf, a context manager. */
async function openTelemetry({ otlp }: Setup) {
  const { context, trace } = await import('@opentelemetry/api');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: `${otlp}/v1/traces` });
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);
  return provider;
}

/** Hand-written instrumentation: an active span, 20 attributes of request and response, an error, an end. */
async function handMade(setup: Setup): Promise<Subject> {
  const provider = await openTelemetry(setup);
  const tracer: Tracer = provider.getTracer('app');
  const traced = (client: OpenAIClient, request: ChatRequest, onChunk: () => void) =>
    tracer.startActiveSpan(
      `chat ${request.model}`,
      { kind: 2, attributes: requestAttributes(request) },
      async (span) => {
        try {
          const response = await client.chat.completions.create(request);
          if (setup.content) span.setAttribute('gen_ai.input.messages', JSON.stringify(request.messages));
          if (request.stream !== true) {
            span.setAttributes(responseAttributes(response));
            if (setup.content) span.setAttribute('gen_ai.output.messages', JSON.stringify(response.choices));
            return;
          }
          let head: ChatResponseReader | undefined;
          let last: ChatResponseReader | undefined;
          let reason: string | null | undefined;
          for await (const chunk of response) {
            if (head === undefined) span.setAttribute('gen_ai.response.time_to_first_chunk', 0.01);
            head ??= chunk;
            last = chunk;
            reason = chunk.choices[0]?.finish_reason ?? reason;
            onChunk();
          }
          if (head !== undefined && last?.usage) {
            span.setAttributes(responseAttributes({ ...last, choices: [{ finish_reason: reason ?? null }] }));
          }
        } catch (error) {
          span.recordException(error instanceof Error ? error : String(error));
          span.setStatus({ code: 2 });
          throw error;
        } finally {
          span.end();
        }
      },
    );
  return { OpenAI: loadSdk(), call: traced, flush: () => provider.forceFlush() };
}

function requestAttributes(request: ChatRequest): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': request.model,
    'gen_ai.request.temperature': request.temperature,
    'gen_ai.request.max_tokens': request.max_tokens,
    'gen_ai.request.stream': request.stream === true,
    'server.address': 'api.openai.com',
    'server.port': 443,
    'user.id': 'u42',
    'app.team': 'search',
    'app.feature': 'summary',
    'app.key': 'team-a',
  };
}

function responseAttributes({ id, model, choices, usage }: ChatResponseReader): Attributes {
  return {
    'gen_ai.response.id': id,
    'gen_ai.response.model': model,
    'gen_ai.response.finish_reasons': choices.map((choice) => choice.finish_reason ?? ''),
    'gen_ai.usage.input_tokens': usage?.prompt_tokens ?? 0,
    'gen_ai.usage.output_tokens': usage?.completion_tokens ?? 0,
    'gen_ai.usage.cache_read.input_tokens': usage?.prompt_tokens_details?.cached_tokens ?? 0,
    'http.response.status_code': 200,
    'app.outcome': 'success',
  };
}

interface Instrumentation {
  setTracerProvider(provider: TracerProvider): void;
  setMeterProvider(provider: MeterProvider): void;
  enable(): void;
  setLoggerProvider?(provider: unknown): void;
}
type InstrumentationClass = new (options: object) => Instrumentation;

const PUBLISHED = {
  contrib: {
    module: '@opentelemetry/instrumentation-openai',
    options: (content: boolean) => ({ captureMessageContent: content }),
  },
  openinference: {
    module: '@arizeai/openinference-instrumentation-openai',
    options: (content: boolean) => ({ traceConfig: { hideInputs: !content, hideOutputs: !content } }),
  },
  traceloop: {
    module: '@traceloop/instrumentation-openai',
    options: (content: boolean) => ({ traceContent: content }),
  },
} as const;

async function published(name: keyof typeof PUBLISHED, setup: Setup): Promise<Subject> {
  const provider = await openTelemetry(setup);
  const { module, options } = PUBLISHED[name];
  const { OpenAIInstrumentation } = requireOfRivals(module) as { OpenAIInstrumentation: InstrumentationClass };
  const instrumentation = new OpenAIInstrumentation(options(setup.content));
  instrumentation.setTracerProvider(provider);
  instrumentation.setMeterProvider(metrics.getMeterProvider());
  let flushLogs = async () => {};
  // This one writes content into log records.
  if (name === 'contrib') flushLogs = await logs(setup, instrumentation);
  instrumentation.enable();
  return { OpenAI: loadSdk(), call, flush: async () => void (await Promise.all([provider.forceFlush(), flushLogs()])) };
}

async function logs({ otlp }: Setup, instrumentation: Instrumentation): Promise<() => Promise<void>> {
  const { BatchLogRecordProcessor, LoggerProvider } = await import('@opentelemetry/sdk-logs');
  const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-proto');
  const exporter = new OTLPLogExporter({ url: `${otlp}/v1/logs` });
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
  instrumentation.setLoggerProvider?.(provider);
  return () => provider.forceFlush();
}

type Flushable = TracerProvider & { forceFlush(): Promise<void> };

/**
 * It sets up its own provider and exporter; the price stands in for the file that it would fetch. Its copy of the API is an
 * older one, whose registrations a newer copy does not see.
 */
async function openlit({ otlp, content }: Setup): Promise<Subject> {
  const { Openlit } = requireOfRivals('openlit') as { Openlit: { init(options: object): void } };
  Openlit.init({
    otlpEndpoint: otlp,
    captureMessageContent: content,
    pricingJson: { chat: { 'gpt-4o': { promptPrice: 0.0025, completionPrice: 0.01 } } },
  });
  const requireOfOpenlit = createRequire(requireOfRivals.resolve('openlit'));
  const { trace, ProxyTracerProvider } = requireOfOpenlit('@opentelemetry/api') as typeof Api;
  const provider = trace.getTracerProvider();
  const delegate = (provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider) as Flushable;
  return { OpenAI: loadSdk(), call, flush: () => delegate.forceFlush() };
}
