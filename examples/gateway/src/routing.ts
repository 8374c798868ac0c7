import type { Api } from './apis.ts';
import { CAPABILITIES, type Capability, type Upstream } from './config.ts';

/** An upstream for a call, or the reason to skip it. */
export interface Route {
  upstream: Upstream;
  /** Absent if the upstream can serve the call. */
  skip?: 'model_not_allowed' | 'capability_missing' | 'circuit_open';
}

export interface CallRequest {
  model: string;
  messages?: unknown;
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  /** The client's own data about the call. */
  metadata?: Record<string, unknown>;
  tools?: unknown[];
  response_format?: { type?: string };
  [parameter: string]: unknown;
}

/** Capabilities that an upstream needs for this request. */
export function requiredCapabilities(request: CallRequest): Capability[] {
  const needs: Record<Capability, boolean> = {
    tools: Array.isArray(request.tools) && request.tools.length > 0,
    vision: /"type":"image(_url)?"/.test(JSON.stringify(request.messages ?? '')),
    json: request.response_format?.type === 'json_schema',
  };
  return CAPABILITIES.filter((capability) => needs[capability]);
}

/** The upstreams that offer the API in order, with a skip reason for each that cannot serve the call. */
export function routesFor(
  format: Api['format'],
  model: string,
  required: readonly Capability[],
  upstreams: readonly Upstream[],
  isOpen: (upstream: Upstream) => boolean,
): Route[] {
  const offering = upstreams.filter(({ apis }) => apis.includes(format));
  return offering.map((upstream): Route => {
    if (!upstream.models.includes(model)) {
      return { upstream, skip: 'model_not_allowed' };
    }
    if (required.some((capability) => !upstream.capabilities.includes(capability))) {
      return { upstream, skip: 'capability_missing' };
    }
    return isOpen(upstream) ? { upstream, skip: 'circuit_open' } : { upstream };
  });
}
