/** Makes CALLS openai calls, each under a span of the app, and prints the ids of their traces. */
const { trace } = require('@opentelemetry/api');
const OpenAI = require('openai');

async function main() {
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
}
void main();
