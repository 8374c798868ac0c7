/** An API of the providers that the gateway passes on unchanged. */
export interface Api {
  operation: 'chat' | 'embeddings';
  /** The wire format, which an upstream must speak. */
  format: 'openai.chat' | 'openai.embeddings' | 'anthropic.messages';
  path: string;
  /** The field that a body needs beside `model`, with its type. */
  content: { name: 'messages' | 'input'; type?: 'array' };
}

export const APIS: readonly Api[] = [
  {
    operation: 'chat',
    format: 'openai.chat',
    path: '/v1/chat/completions',
    content: { name: 'messages', type: 'array' },
  },
  {
    operation: 'chat',
    format: 'anthropic.messages',
    path: '/v1/messages',
    content: { name: 'messages', type: 'array' },
  },
  { operation: 'embeddings', format: 'openai.embeddings', path: '/v1/embeddings', content: { name: 'input' } },
];

/** Fields that routing needs. Without them Fastify responds 400 and names the field. */
export function bodySchemaOf({ content: { name, type } }: Api): object {
  return {
    type: 'object',
    required: ['model', name],
    properties: { model: { type: 'string' }, [name]: type === undefined ? {} : { type }, metadata: { type: 'object' } },
  };
}
