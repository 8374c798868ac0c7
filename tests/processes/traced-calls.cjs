/**
 * Makes CALLS openai calls, each under a span of the app, and prints the ids of their traces. The API and the SDK are passed
 * in, because each app under `tests/` has its own versions.
 */
exports.makeTracedCalls = async function makeTracedCalls(trace, OpenAI) {
  const client = new OpenAI({ apiKey: 'sk-proj-abcdefghijklmnopqrst', baseURL: `${process.env.PROVIDER_URL}/v1` });
  const traceIds = [];
  for (let i = 0; i < Number(process.env.CALLS); i++) {
    await trace.getTracer('app').startActiveSpan('app work', async (span) => {
      traceIds.push(span.spanContext().traceId);
      await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] });
      span.end();
    });
  }
  await trace.getTracerProvider().getDelegate().forceFlush();
  console.log(JSON.stringify(traceIds));
};
