import { usdText } from '@tokentrail/usage';
import type { ResponseHead } from '../types.ts';
import { fields } from '../util/fields.ts';

/** Headers with the account that the provider bills: of OpenAI, of Anthropic. */
const ORGANIZATION_HEADERS = ['openai-organization', 'anthropic-organization-id'];
const PROJECT_HEADER = 'openai-project';
/** Every response of a LiteLLM proxy has the first one (docs.litellm.ai/docs/proxy/response_headers). */
const LITELLM_HEADER = 'x-litellm-call-id';
const LITELLM_COST_HEADER = 'x-litellm-response-cost';

/** How Bedrock served a request to a model (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html). */
const BEDROCK_TIER_HEADERS = ['x-amzn-bedrock-service-tier', 'x-amzn-bedrock-performanceconfig-latency'];
const ORDINARY_TIERS: ReadonlySet<string> = new Set(['default', 'standard']);

/** What a LiteLLM proxy says in the head of a response: the cost of a response that is not streamed, in USD. */
export interface ProxyHead {
  costUsd: string | undefined;
}

/** The first of `names` that is present. `header` returns the value of a header by its name in lower case. */
function firstOf(header: GetHeader, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = header(name);
    if (value) return value;
  }
  return undefined;
}

type GetHeader = (name: string) => string | null | undefined;

export function headOf(statusCode: number, header: GetHeader, requestIdHeaders: readonly string[]): ResponseHead {
  return {
    statusCode,
    requestId: firstOf(header, requestIdHeaders),
    organization: firstOf(header, ORGANIZATION_HEADERS),
    project: header(PROJECT_HEADER) || undefined,
  };
}

/** The tier at which Bedrock served the request, if that is not the ordinary one; the body does not say it. */
export function bedrockTierOf(header: GetHeader): string | undefined {
  for (const name of BEDROCK_TIER_HEADERS) {
    const tier = header(name);
    if (tier && !ORDINARY_TIERS.has(tier)) return tier;
  }
  return undefined;
}

export function proxyHeadOf(header: GetHeader): ProxyHead | undefined {
  return header(LITELLM_HEADER) ? { costUsd: usdText(header(LITELLM_COST_HEADER)) } : undefined;
}

/**
 * The cost that a LiteLLM proxy reports: in its headers, for a stream in the usage. Undefined if it is 0, because the proxy
 * reports 0 for a model whose price it does not know.
 */
export function proxyCost(head: ProxyHead | undefined, streamed: boolean, usage: unknown): string | undefined {
  if (head === undefined) return undefined;
  const cost = streamed ? usdText(fields(usage).cost) : head.costUsd;
  return cost === '0' ? undefined : cost;
}
