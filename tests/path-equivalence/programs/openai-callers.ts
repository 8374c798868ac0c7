import type OpenAI from 'openai';
import type { Call } from '../case.ts';
import { readAll, type Callers } from './run-calls.ts';

/** Calls with this version of the openai SDK. */
export function callersOf(Client: typeof OpenAI): Callers {
  const client = ({ url }: Call) =>
    new Client({ apiKey: 'sk-proj-0123456789abcdef-wxyz', baseURL: `${url}/v1`, maxRetries: 0, logLevel: 'off' });
  return {
    'openai.chat': async (call) => {
      const { completions } = client(call).chat;
      const request = call.request as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
      if (!call.stream) return completions.create(request);
      return readAll(await completions.create({ ...request, stream: true, stream_options: { include_usage: true } }));
    },
    'openai.responses': async (call) => {
      const { responses } = client(call);
      const request = call.request as unknown as OpenAI.Responses.ResponseCreateParamsNonStreaming;
      return call.stream ? readAll(await responses.create({ ...request, stream: true })) : responses.create(request);
    },
    'openai.embeddings': async (call) =>
      client(call).embeddings.create(call.request as unknown as OpenAI.EmbeddingCreateParams),
    'openai.speech': async (call) => {
      const request = call.request as unknown as OpenAI.Audio.SpeechCreateParams;
      return (await client(call).audio.speech.create(request)).arrayBuffer();
    },
    'openai.transcriptions': async (call) => {
      const { transcriptions } = client(call).audio;
      const file = new File(['sound'], 'sound.mp3', { type: 'audio/mpeg' });
      const request = { ...call.request, file } as unknown as OpenAI.Audio.TranscriptionCreateParamsNonStreaming;
      return call.stream
        ? readAll(await transcriptions.create({ ...request, stream: true }))
        : transcriptions.create(request);
    },
  };
}
