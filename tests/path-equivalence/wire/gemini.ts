import type { Body } from '../case.ts';

/** A response of Gemini's generateContent. */
export interface GeminiResponse extends Body {
  candidates?: readonly Candidate[];
  usageMetadata?: Body;
}

interface Candidate extends Body {
  content?: { role: string; parts: readonly Body[] };
}

/**
 * The chunks of the stream of `response`: one for each part, with the usage so far, of which the last one has the
 * finish reason, the grounding and the whole usage.
 */
export function chunksOf(response: GeminiResponse): Body[] {
  const { candidates = [], usageMetadata, ...head } = response;
  const [candidate] = candidates;
  const parts = candidate?.content?.parts ?? [];
  if (candidate === undefined || parts.length < 2) return [response];
  const { finishReason: _reason, groundingMetadata: _grounding, ...unfinished } = candidate;
  return parts.map((part, position) => {
    const isLast = position === parts.length - 1;
    const content = { role: 'model', parts: [part] };
    return {
      ...head,
      candidates: [{ ...(isLast ? candidate : unfinished), content }],
      ...(usageMetadata === undefined ? {} : { usageMetadata: isLast ? usageMetadata : usageAtStart(usageMetadata) }),
    };
  });
}

/** The first chunk reports the whole prompt and no output yet. */
function usageAtStart({ promptTokenCount, promptTokensDetails }: Body): Body {
  return {
    promptTokenCount,
    totalTokenCount: promptTokenCount,
    ...(promptTokensDetails ? { promptTokensDetails } : {}),
  };
}
