import type { SearchBudget } from './search-budget.ts';
import { REDACTED } from './mark.ts';
import type { Found } from './named-value.ts';

const MAX_LENGTH = 512;
/** Characters that end the authority of a URL in any text. */
const ENDS: ReadonlySet<string> = new Set(['/', '"', "'", '\\', '<', '>', ' ', '\t', '\n', '\r']);
/** Characters that may occur in a password, but end the host of a URL in a sentence. */
const ENDS_HOST: ReadonlySet<string> = new Set(['(', ')', ',']);
/** Schemes whose URLs have no `@` after the authority, so a slash before an `@` belongs to the password. */
const DATABASE =
  /(?:postgres|postgresql|mysql|mariadb|mongodb|srv|redis|rediss|amqp|amqps|mssql|sqlserver|clickhouse|nats|kafka|ldap|ldaps|ftp|ftps|sftp|smtp|smtps|imap|imaps)$/i;
const PORT = /^\d{1,5}\//;
const ENCODED = '%3A%2F%2F';

/** `user:password` of `://user:password@`, whose `:` is at `at`, also if encoded in a query (`%3A%2F%2F`). */
export function findUserInfo(text: string, at: number, budget: SearchBudget): Found | undefined {
  const isEncoded = text[at] === '%';
  // The cheapest check first: most candidates are the colon of a sentence.
  if (text[at + 1] !== (isEncoded ? '3' : '/')) return undefined;
  if (isEncoded ? text.slice(at, at + 9).toUpperCase() !== ENCODED : text[at + 2] !== '/') return undefined;
  const start = at + (isEncoded ? ENCODED.length : 3);
  if (!isEncoded && !mayHoldAt(text, start)) return undefined;
  const maySlash = DATABASE.test(text.slice(Math.max(0, at - 12), at));
  const end = lastAt(text, start, { isEncoded, maySlash, budget });
  return end > start ? { start, end, replacement: REDACTED } : undefined;
}

const HOST = /[^@/\s"'\\<>:]{0,512}/y;

/** Whether the authority may contain user info. Rejects most URLs: their host ends before any `@` or colon. */
function mayHoldAt(text: string, start: number): boolean {
  HOST.lastIndex = start;
  HOST.test(text);
  const end = text[HOST.lastIndex];
  return end === '@' || end === ':';
}

/**
 * Index of the last `@` of the authority at `start`, because a password may contain `@` and brackets; -1 without one.
 */
function lastAt(
  text: string,
  start: number,
  { isEncoded, maySlash, budget }: { isEncoded: boolean; maySlash: boolean; budget: SearchBudget },
): number {
  let last = -1;
  let inPassword = false;
  let at = start;
  for (const limit = Math.min(text.length, start + MAX_LENGTH); at < limit;) {
    const isCode = isEncoded && text[at] === '%';
    const length = isCode ? 3 : 1;
    const char = isCode ? String.fromCharCode(Number.parseInt(text.slice(at + 1, at + 3), 16)) : text.charAt(at);
    const mayGoOn = char === '/' && maySlash && inPassword;
    if ((ENDS.has(char) && !mayGoOn) || (!inPassword && ENDS_HOST.has(char)) || (isEncoded && char === '&')) break;
    if (char === '@') last = at;
    if (char === ':' && !inPassword) inPassword = !PORT.test(text.slice(at + 1, at + 7));
    at += length;
  }
  budget.left -= 8 + (at - start);
  return last;
}
