/** What stands in place of a secret. */
export const REDACTED = '[redacted]';

/**
 * Shapes of keys and tokens, wherever they stand. Each begins with letters that are seldom met, so that a long prompt
 * without any is passed over quickly.
 */
const KEY_SHAPES: readonly string[] = [
  'sk-[A-Za-z0-9_-]{12,}', // OpenAI, Anthropic, OpenRouter, DeepSeek, …
  '[sr]k_(?:live|test)_[A-Za-z0-9]{10,}', // Stripe
  'AIza[A-Za-z0-9_-]{30,}', // Google
  'ya29\\.[A-Za-z0-9_.-]{20,}', // Google OAuth
  '(?:gsk|fw|hf|r8|gho|ghp|ghs|ghu|ghr)_[A-Za-z0-9]{16,}', // Groq, Fireworks, Hugging Face, Replicate, GitHub
  'github_pat_[A-Za-z0-9_]{20,}',
  'glpat-[A-Za-z0-9_-]{16,}',
  '(?:xai|pplx|nvapi|csk|tgp_v1)-[A-Za-z0-9_-]{16,}', // xAI, Perplexity, NVIDIA, Cerebras, Together
  'xox[abeoprs]-[A-Za-z0-9-]{10,}', // Slack
  '(?:AKIA|ASIA|ABSK)[A-Za-z0-9+/]{16,}={0,2}', // AWS, Bedrock
  'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?', // JSON Web Token
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?',
];
const raw = String.raw;
/**
 * A key begins where no letter or digit stands in front; but the last of an escape is none, in JSON (`\nsk-…`) or in a
 * URL (`%22sk-…`).
 */
const AFTER_ESCAPE = raw`(?<=\\[abfnrtv]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2})`;
const KEY_SHAPE = new RegExp(`(?:(?<![A-Za-z0-9])|${AFTER_ESCAPE})(?:${KEY_SHAPES.join('|')})`, 'g');

/** `Bearer x`, `Basic x`: what follows is a credential, whatever its shape. */
const SCHEME = new RegExp(
  raw`(?:\b|${AFTER_ESCAPE})(Bearer|Basic|Digest|Negotiate|Token)(\s+|%20)[A-Za-z0-9+/_.~=-]{8,}`,
  'gi',
);

/** Names of fields whose value is a credential, whatever stands before: `OPENAI_API_KEY`, `x-goog-api-key`. */
const SECRET_FIELD =
  '(?:api[_-]?key|subscription[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|account[_-]?key|' +
  'access[_-]?token|refresh[_-]?token|auth[_-]?token|session[_-]?token|security[_-]?token|bearer[_-]?token|' +
  'client[_-]?secret|authorization|password|passwd)';
/** In a query shorter names say it too. */
const SECRET_PARAMETER = raw`(?:[\w.-]{0,40}?${SECRET_FIELD}|(?:[\w.-]{0,40}[_.-])?(?:key|token|secret|signature|sig|credential))`;
const QUERY_SECRET = new RegExp(raw`([?&;]${SECRET_PARAMETER}=)[^&#\s"'\\]+`, 'gi');
/** Up to the last `@` of the authority: a password may hold one. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^/\s"'\\<>(),]{1,512}@/gi;
/** `"password": "…"`: up to the quote that ends it. */
const FIELD_SECRET = new RegExp(raw`(${SECRET_FIELD}["']\s*:\s*)(["'])(?:(?!\2)[^\\]|\\[^])+`, 'gi');
/** The same in JSON inside JSON: up to a quote behind as many backslashes, and never out of the string it stands in. */
const ESCAPED_FIELD_SECRET = new RegExp(
  raw`(${SECRET_FIELD}(\\+)["']\s*:\s*\2(["']))(?:[^"\\]|\\[^])+?(?=(?<!\\)\2\3|"|$)`,
  'gi',
);
/** `OPENAI_API_KEY=…`, and `x-api-key: …` outside of JSON. */
const ASSIGNED_SECRET = new RegExp(raw`(${SECRET_FIELD}\s*=\s*(?:\\?["'])?|api-key:\s*)[^\s"'\\,;&\[\]{}()]{8,}`, 'gi');

/**
 * `text` without what is shaped like a key, in URLs, headers, JSON and plain sentences. Valid JSON stays valid: what is
 * replaced holds no quote that ends a string, and what replaces it none at all.
 */
export function redactText(text: string): string {
  return text
    .replace(KEY_SHAPE, REDACTED)
    .replace(SCHEME, `$1$2${REDACTED}`)
    .replace(QUERY_SECRET, `$1${REDACTED}`)
    .replace(USER_INFO, `$1${REDACTED}@`)
    .replace(FIELD_SECRET, `$1$2${REDACTED}`)
    .replace(ESCAPED_FIELD_SECRET, `$1${REDACTED}`)
    .replace(ASSIGNED_SECRET, `$1${REDACTED}`);
}

const MOST_REMEMBERED = 1000;
const remembered = new Map<string, string>();

/** Each of the shapes above holds one of these; most names hold none, and are done with in a fraction of a microsecond. */
const SUSPICIOUS =
  /[\s=:%]|[sr]k[-_]|AIza|ya29|(?:gsk|fw|hf|r8|gh[oprsu])_|github_pat_|glpat-|(?:xai|pplx|nvapi|csk|tgp_v1)-|xox|AKIA|ASIA|ABSK|eyJ|-----/;

/** `redactText` for names that come again and again: models, paths, agents, error codes, ids. */
export function redactName(name: string): string {
  if (!SUSPICIOUS.test(name)) {
    return name;
  }
  let redacted = remembered.get(name);
  if (redacted === undefined) {
    redacted = redactText(name);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    if (name.length <= 256) remembered.set(name, redacted);
  }
  return redacted;
}
