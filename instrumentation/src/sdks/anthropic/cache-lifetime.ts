import { count, fields, listOf, text, type Fields } from '../../util/fields.ts';

/** How long the request's writes to the cache are kept; `mixed` if its breakpoints differ, undefined without any. */
export type CacheLifetime = '5m' | '1h' | 'mixed' | undefined;

/**
 * Reads the breakpoints of a request: `cache_control` of the request, of tools, and of blocks of the system prompt and of
 * messages. Without a `ttl` a write is kept for five minutes (Anthropic's guide to prompt caching).
 */
export function cacheLifetimeOf(request: Fields): CacheLifetime {
  const lifetimes = new Set<string>();
  addOf(request, lifetimes);
  for (const list of [request.tools, request.system]) addAll(list, lifetimes);
  for (const message of listOf(request.messages)) {
    const { content } = fields(message);
    addAll(content, lifetimes);
    for (const block of listOf(content)) addAll(fields(block).content, lifetimes);
  }
  const [first] = lifetimes;
  return lifetimes.size > 1 ? 'mixed' : first === undefined || first === '5m' || first === '1h' ? first : 'mixed';
}

/** Whether only the request can say how long the cache writes of this usage, or of later ones of its stream, are kept. */
export function lacksLifetime({ cache_creation: byLifetime }: Fields): boolean {
  return byLifetime === undefined || byLifetime === null;
}

/** The usage, with the lifetime of its cache writes if only the request says it: one hour costs more. */
export function withCacheLifetime(usage: Fields, lifetime: CacheLifetime): Fields {
  const written = count(usage.cache_creation_input_tokens);
  if (lifetime === undefined || lifetime === '5m' || !written || !lacksLifetime(usage)) return usage;
  return { ...usage, cache_creation: { [`ephemeral_${lifetime}_input_tokens`]: written } };
}

function addAll(blocks: unknown, lifetimes: Set<string>): void {
  for (const block of listOf(blocks)) addOf(fields(block), lifetimes);
}

function addOf({ cache_control: control }: Fields, lifetimes: Set<string>): void {
  if (typeof control === 'object' && control !== null) lifetimes.add(text(fields(control).ttl) ?? '5m');
}
