import assert from 'node:assert/strict';
import type { Telemetry } from 'ai';
import { all, responds, holds, one, PROMPT, STREAMED, type Behaviour } from '../behaviour.ts';

/** An integration that records its events, without ids and times, which differ between runs. */
function noting(heard: unknown[]): Telemetry {
  return {
    onStart: () => void heard.push('start'),
    onStepStart: () => void heard.push('step start'),
    onLanguageModelCallStart: ({ provider, modelId }) => void heard.push(['call', provider, modelId]),
    onLanguageModelCallEnd: ({ usage, finishReason }) => void heard.push(['called', usage, finishReason]),
    onStepEnd: ({ usage }) => void heard.push(['step', usage]),
    onEnd: () => void heard.push('end'),
    onError: () => void heard.push('error'),
    executeLanguageModelCall: ({ execute }) => {
      heard.push('executes');
      return execute();
    },
  };
}

const registered = () => (globalThis.AI_SDK_TELEMETRY_INTEGRATIONS ??= []);

export const TELEMETRY: readonly Behaviour[] = [
  {
    name: 'a call with telemetry switched off has no record',
    run: async ({ ai, ask }) =>
      (await ai.generateText({ model: ask('ok'), ...PROMPT, telemetry: { isEnabled: false } })).text,
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'a call with its own integrations has a record, and the integrations get the same events',
    run: async ({ ai, ask }) => {
      const heard: unknown[] = [];
      await ai.generateText({
        model: ask('flaky'),
        ...PROMPT,
        maxRetries: 2,
        telemetry: { integrations: noting(heard) },
      });
      return heard;
    },
    records: (records) => {
      holds(one(records), { state: 'success', statusCode: 200 });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'a stream with its own integrations',
    run: async ({ ai, ask }) => {
      const heard: unknown[] = [];
      const stream = ai.streamText({ model: ask('ok'), ...STREAMED, telemetry: { integrations: [noting(heard)] } });
      return [await all(stream.textStream), heard];
    },
    records: responds({ stream: true }),
  },
  {
    name: 'an integration registered for all calls gets the same events',
    run: async ({ ai, ask }) => {
      const heard: unknown[] = [];
      const own = noting(heard);
      ai.registerTelemetry(own);
      await ai.generateText({ model: ask('ok'), ...PROMPT });
      registered().splice(registered().indexOf(own), 1);
      return heard;
    },
    records: responds(),
  },
  {
    name: 'the app replaces the list of integrations',
    run: async ({ ai, ask }) => {
      const before = registered();
      const heard: unknown[] = [];
      globalThis.AI_SDK_TELEMETRY_INTEGRATIONS = [noting(heard)];
      await ai.generateText({ model: ask('ok'), ...PROMPT });
      globalThis.AI_SDK_TELEMETRY_INTEGRATIONS = before;
      return heard;
    },
    records: responds(),
  },
  {
    name: 'inputs excluded from telemetry: tokens and attempts are still recorded',
    run: async ({ ai, ask }) => {
      const telemetry = { recordInputs: false };
      return (await ai.generateText({ model: ask('ok'), ...PROMPT, telemetry })).text;
    },
    records: responds(),
  },
  {
    name: 'outputs of a stream excluded from telemetry',
    run: async ({ ai, ask }) => {
      const telemetry = { recordInputs: false, recordOutputs: false };
      return all(ai.streamText({ model: ask('ok'), ...STREAMED, telemetry }).textStream);
    },
    records: responds({ stream: true }),
  },
  {
    name: 'outputs excluded from telemetry, with a refused key',
    run: ({ ai, ask }) => ai.generateText({ model: ask('bad-key'), ...PROMPT, telemetry: { recordOutputs: false } }),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 401 });
      assert.match(String(one(records).errorCode), /invalid_api_key|authentication_error/);
    },
  },
  {
    name: "excluded from telemetry, with the call's own integrations: usage is unknown",
    run: async ({ ai, ask }) => {
      const telemetry = { recordOutputs: false, integrations: noting([]) };
      return (await ai.generateText({ model: ask('ok'), ...PROMPT, telemetry })).text;
    },
    records: (records) => holds(one(records), { state: 'success', statusCode: 200, usage: undefined }),
  },
  {
    name: "a stream excluded from telemetry, with the call's own integrations",
    run: async ({ ai, ask }) => {
      const telemetry = { recordOutputs: false, integrations: noting([]) };
      return all(ai.streamText({ model: ask('ok'), ...STREAMED, telemetry }).textStream);
    },
    records: (records) => holds(one(records), { state: 'success', statusCode: 200, usage: undefined }),
  },
  {
    name: '@ai-sdk/otel creates the same spans',
    run: async ({ ai, ask, otel, tracing }) => {
      const { provider, exporter } = tracing();
      const own = new otel.OpenTelemetry({ tracer: provider.getTracer('app') });
      ai.registerTelemetry(own);
      await ai.generateText({ model: ask('flaky'), ...PROMPT, maxRetries: 2 });
      await all(ai.streamText({ model: ask('ok'), ...STREAMED }).textStream);
      registered().splice(registered().indexOf(own), 1);
      return exporter
        .getFinishedSpans()
        .map(({ name, kind, status, attributes }) => [
          name,
          kind,
          status,
          Object.keys(attributes).toSorted(),
          attributes['gen_ai.usage.input_tokens'],
        ]);
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ attempts }) => attempts.length),
        [3, 1],
      ),
  },
];
