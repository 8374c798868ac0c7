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
const KEY_SHAPE = new RegExp(`(?<![A-Za-z0-9])(?:${KEY_SHAPES.join('|')})`, 'g');

/** `Bearer x`, `Basic x`: what follows is a credential, whatever its shape. */
const SCHEME = /\b(Bearer|Basic|Digest|Negotiate|Token)(\s+)[A-Za-z0-9+/_.~=-]{8,}/gi;

/** Names of query parameters and of fields whose value is a credential. */
const SECRET_NAME =
  '(?:api[_-]?key|x-api-key|apikey|key|access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|token|' +
  'client[_-]?secret|secret|password|passwd|signature|sig|credential|x-amz-signature|x-amz-security-token|x-goog-signature)';
const QUERY_SECRET = new RegExp(`([?&;]${SECRET_NAME}=)[^&#\\s"'\\\\]+`, 'gi');
const USER_INFO = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^/\s:@"'\\]+:[^/\s@"'\\]+@/gi;
/** `"password": "…"` in JSON and, escaped, in JSON inside JSON. */
const FIELD_SECRET = new RegExp(
  `((?:\\\\?["'])(?:api[_-]?key|x-api-key|apikey|access[_-]?token|refresh[_-]?token|auth[_-]?token|client[_-]?secret|` +
    `authorization|password|passwd|private[_-]?key)(?:\\\\?["'])\\s*:\\s*\\\\?["'])(?:[^"'\\\\]|\\\\[^"'])+`,
  'gi',
);

/**
 * `text` without what is shaped like a key, in URLs, headers, JSON and plain sentences. Valid JSON stays valid: what is
 * replaced and what replaces it contain no quote.
 */
export function redactText(text: string): string {
  return text
    .replace(KEY_SHAPE, REDACTED)
    .replace(SCHEME, `$1$2${REDACTED}`)
    .replace(QUERY_SECRET, `$1${REDACTED}`)
    .replace(USER_INFO, `$1${REDACTED}@`)
    .replace(FIELD_SECRET, `$1${REDACTED}`);
}

const MOST_REMEMBERED = 1000;
const remembered = new Map<string, string>();

/** `redactText` for names that come again and again: models, paths, agents, error codes. */
export function redactName(name: string): string {
  let redacted = remembered.get(name);
  if (redacted === undefined) {
    redacted = redactText(name);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    if (name.length <= 256) remembered.set(name, redacted);
  }
  return redacted;
}
