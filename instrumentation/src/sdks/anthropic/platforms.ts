import { text, fields } from '../../util/fields.ts';
import type { RequestRewriting } from '../stainless/descriptor.ts';
import type { StainlessClient } from '../stainless/sdk.ts';

/** The platform of a client that is not Anthropic's own, as `gen_ai.provider.name`: clients name it themselves. */
export function platformOf(client: StainlessClient): string | undefined {
  const platform = text(fields(client)._genAIProviderName);
  return platform === 'anthropic' ? undefined : platform;
}

/** Bedrock's InvokeModel, with and without a stream, and Vertex AI's raw prediction, with and without a stream. */
const MODEL_IN_PATH = [
  /\/model\/([^/]+)\/invoke(?:-with-response-stream)?$/,
  /\/publishers\/anthropic\/models\/([^/]+):(?:rawPredict|streamRawPredict)$/,
];

/** The clients of Bedrock and Vertex AI move the model from the body to the path. */
export const PLATFORM_REWRITING: RequestRewriting = {
  isDoneBy: (client) => platformOf(client) !== undefined,
  modelOf(path) {
    for (const pattern of MODEL_IN_PATH) {
      const [, model] = pattern.exec(path) ?? [];
      if (model !== undefined) return decoded(model);
    }
    return undefined;
  },
};

/** A middleware of the app may have written a path that cannot be decoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
