/**
 * A service that responds to customers with the help of an LLM. It contains no telemetry code: OpenTelemetry and TokenTrail are loaded
 * before it (see README.md).
 *
 * Environment: SERVICE_HOST (127.0.0.1), SERVICE_PORT (8090), and the openai SDK's OPENAI_API_KEY and OPENAI_BASE_URL.
 */
import type { AddressInfo } from 'node:net';
import express from 'express';
import OpenAI from 'openai';

const openai = new OpenAI();
const app = express();
app.use(express.json());

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' });
});

app.post('/tickets/summary', async (request, response) => {
  const { text = '' } = request.body as { text?: string };
  const completion = await openai.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: `Summarise this ticket in one sentence: ${text}` }],
  });
  response.json({ summary: completion.choices[0]?.message.content });
});

app.post('/tickets/reply', async (request, response) => {
  const { text = '' } = request.body as { text?: string };
  const stream = await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: `Write a short reply to this ticket: ${text}` }],
    stream: true,
    stream_options: { include_usage: true },
  });
  response.type('text/plain');
  for await (const chunk of stream) {
    response.write(chunk.choices[0]?.delta.content ?? '');
  }
  response.end();
});

const server = app.listen(
  Number(process.env['SERVICE_PORT'] ?? 8090),
  process.env['SERVICE_HOST'] ?? '127.0.0.1',
  () => {
    const { address, port } = server.address() as AddressInfo;
    console.log(`service listening on http://${address}:${port}`);
  },
);

process.once('SIGTERM', () => server.close(() => process.exit(0)));
