import assert from 'node:assert/strict';
import { all, ASK, holds, MODEL, one, succeeds, USAGE, type Behaviour, type Options } from '../behaviour.ts';

const VERTEX: Options = { vertexai: true };
const EMBEDDING = { model: 'gemini-embedding-001', contents: ['one', 'two'] };

/** Credentials that simulate a Google account on this machine. */
const ACCOUNT = {
  vertexai: true,
  apiKey: undefined,
  project: 'p1',
  location: 'europe-west1',
  googleAuthOptions: {
    authClient: {
      getRequestHeaders: () => Promise.resolve(new Headers({ authorization: 'Bearer ya29.0123456789abcdef' })),
    },
  },
} as unknown as Options;

export const OTHER_APIS: readonly Behaviour[] = [
  {
    name: 'embedContent',
    run: ({ client }) => client('ok').models.embedContent({ ...EMBEDDING, config: { outputDimensionality: 2 } }),
    records: succeeds({
      operation: 'embeddings',
      apiFormat: 'gemini.embed_content',
      requestModel: 'gemini-embedding-001',
      usage: { inputTokens: 4 },
      params: { dimensionCount: 2 },
    }),
  },
  {
    name: 'embedContent is refused',
    run: ({ client }) => client('bad-key').models.embedContent(EMBEDDING),
    records: (records) =>
      holds(one(records), { state: 'failed', operation: 'embeddings', errorCode: 'INVALID_ARGUMENT' }),
  },
  {
    name: 'embedContent on Vertex AI reports tokens per text',
    run: ({ client }) => client('ok', VERTEX).models.embedContent({ ...EMBEDDING, model: 'text-embedding-005' }),
    records: succeeds({ operation: 'embeddings', usage: { inputTokens: 6 } }),
  },
  {
    name: 'generateImages',
    run: ({ client }) =>
      client('ok', VERTEX).models.generateImages({
        model: 'imagen-4.0-generate-001',
        prompt: 'A robot',
        config: { numberOfImages: 3 },
      }),
    records: succeeds({
      operation: 'image_generation',
      apiFormat: 'gemini.generate_images',
      requestModel: 'imagen-4.0-generate-001',
      usage: undefined,
      params: { choiceCount: 3, outputType: 'image' },
    }),
  },
  {
    name: "generateImages on Google's own API, which does not support it",
    run: ({ client }) => client('ok').models.generateImages({ model: 'imagen-4.0-generate-001', prompt: 'A robot' }),
    records: () => undefined,
  },
  {
    name: 'Vertex AI with an API key',
    run: ({ client }) => client('traffic', VERTEX).models.generateContent(ASK),
    records: (records) => {
      succeeds({ servedServiceTier: 'ON_DEMAND', usage: USAGE, keyPreview: 'AIza...wxyz', requestModel: MODEL })(
        records,
      );
      assert.match(
        one(records).path ?? '',
        /\/v1beta1\/publishers\/google\/models\/gemini-2\.5-flash:generateContent$/,
      );
    },
  },
  {
    name: 'Vertex AI with a Google account, whose token is not recorded as a key',
    run: ({ client }) => client('traffic', ACCOUNT).models.generateContent(ASK),
    records: (records) => {
      succeeds({ usage: USAGE, keyPreview: undefined })(records);
      assert.match(one(records).path ?? '', /\/v1beta1\/projects\/p1\/locations\/europe-west1\/publishers\//);
      assert.equal(one(records).attempts[0]?.keyPreview, undefined);
    },
  },
  {
    name: 'Vertex AI, as a stream',
    run: async ({ client }) => all(await client('ok', VERTEX).models.generateContentStream(ASK)),
    records: succeeds({ usage: USAGE, stream: true }),
  },
  {
    name: 'the call passes its own key',
    run: ({ client }) =>
      client('ok').models.generateContent({
        ...ASK,
        config: { httpOptions: { headers: { 'x-goog-api-key': 'AIzaSyA0123456789abcdefghijklmnopqother' } } },
      }),
    records: succeeds({ usage: USAGE, keyPreview: 'AIza...ther' }),
  },
  {
    name: 'the body has fields that the SDK does not know',
    run: ({ client }) =>
      client('ok').models.generateContent({ ...ASK, config: { httpOptions: { extraBody: { labels: { a: 'b' } } } } }),
    records: succeeds({ usage: USAGE }),
  },
];
