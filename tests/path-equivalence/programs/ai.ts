// Calls through the AI SDK with the models of OpenAI, Anthropic and Google. With SPANS=true, `gen_ai` or `ai` selects
// the attribute names of its own spans.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel';
import {
  embed,
  generateSpeech,
  generateText,
  jsonSchema,
  registerTelemetry,
  streamText,
  tool,
  transcribe,
  type LanguageModel,
  type ModelMessage,
  type ToolSet,
} from 'ai';
import type { Call } from '../case.ts';
import { runCalls } from './run-calls.ts';

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const openai = ({ url }: Call) => createOpenAI({ apiKey: 'sk-proj-0123456789abcdef-wxyz', baseURL: `${url}/v1` });
const anthropic = ({ url }: Call) =>
  createAnthropic({ apiKey: 'sk-ant-api03-0123456789abcdef-wxyz', baseURL: `${url}/v1` });
const google = ({ url }: Call) =>
  createGoogle({ apiKey: 'AIzaSyA0123456789abcdefghijklmnopqrwxyz', baseURL: `${url}/v1beta` });

const TOOLS: Readonly<Record<string, (call: Call) => ToolSet[string]>> = {
  functionDeclarations: () => tool({ inputSchema: jsonSchema({ type: 'object' }) }),
  function: () => tool({ inputSchema: jsonSchema({ type: 'object' }) }),
  web_search: (call) => openai(call).tools.webSearch(),
  web_search_preview: (call) => openai(call).tools.webSearchPreview({}),
  file_search: (call) => openai(call).tools.fileSearch({ vectorStoreIds: ['vs_1'] }),
  custom: () => tool({ inputSchema: jsonSchema({ type: 'object' }) }),
  code_interpreter: (call) => openai(call).tools.codeInterpreter(),
  image_generation: (call) => openai(call).tools.imageGeneration({ partialImages: 2 }),
  mcp: (call) => openai(call).tools.mcp({ serverLabel: 'docs', serverUrl: 'https://mcp.example' }),
  web_search_20250305: (call) => anthropic(call).tools.webSearch_20250305(),
  web_fetch_20250910: (call) => anthropic(call).tools.webFetch_20250910(),
  code_execution_20250825: (call) => anthropic(call).tools.codeExecution_20250825(),
  google_search: (call) => google(call).tools.googleSearch({}),
  url_context: (call) => google(call).tools.urlContext({}),
  google_maps: (call) => google(call).tools.googleMaps({}),
  code_execution: (call) => google(call).tools.codeExecution({}),
};

await runCalls(() => {
  const [names] = process.argv.slice(2);
  if (names !== undefined) registerTelemetry(names === 'ai' ? new LegacyOpenTelemetry() : new OpenTelemetry());
  return {
    'openai.chat': (call) => respond(call, openai(call).chat(call.request.model)),
    'openai.responses': (call) => respond(call, openai(call).responses(call.request.model)),
    'anthropic.messages': (call) => respond(call, anthropic(call)(call.request.model)),
    'gemini.generate_content': (call) => respond(call, google(call)(call.request.model)),
    'openai.embeddings': (call) => embed({ model: openai(call).embedding(call.request.model), value: 'Hello' }),
    'gemini.embed_content': (call) => embed({ model: google(call).embedding(call.request.model), value: 'Hello' }),
    'openai.speech': (call) =>
      generateSpeech({ model: openai(call).speech(call.request.model), text: String(call.request.input) }),
    'openai.transcriptions': (call) =>
      transcribe({
        model: openai(call).transcription(call.request.model),
        audio: new Uint8Array([0x49, 0x44, 0x33, 4]),
        maxRetries: 0,
      }),
  };
});

async function respond(call: Call, model: Exclude<LanguageModel, string>): Promise<void> {
  const settings = { model, messages: messagesOf(call), tools: toolsOf(call), maxRetries: 0 };
  if (call.stream) await streamText({ ...settings, onError: () => undefined }).consumeStream();
  else await generateText(settings);
}

/** One message, with the cache breakpoint that the request has. */
function messagesOf({ request }: Call): ModelMessage[] {
  const hours = JSON.stringify(request.messages)?.includes('"ttl":"1h"') === true;
  const cacheControl = { type: 'ephemeral', ttl: '1h' };
  return [
    {
      role: 'user',
      content: 'Say hello',
      ...(hours ? { providerOptions: { anthropic: { cacheControl } } } : {}),
    },
  ];
}

/** The tools of the request. The app has names of its own for them. */
function toolsOf(call: Call): ToolSet {
  const tools = (call.request.tools ?? []) as readonly { type?: string }[];
  return Object.fromEntries(
    tools.flatMap((wire) => {
      const type = wire.type ?? Object.keys(wire)[0] ?? '';
      const found = TOOLS[type]?.(call);
      return found === undefined ? [] : [[type.startsWith('function') ? 'time' : `my_${type}`, found]];
    }),
  );
}
