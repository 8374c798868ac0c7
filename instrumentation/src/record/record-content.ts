import { ContentRoom } from '../redaction/content/content-room.ts';
import { contentText } from '../redaction/content/content-text.ts';
import type { CallContentRules } from '../redaction/content/privacy.ts';
import type { ContentKey } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import type { KnownSecrets } from './known-secrets.ts';

/**
 * The content of one record. Each value is serialized, redacted and cut when it is handed over. The caller checks the
 * capture level.
 */
export class RecordContent {
  readonly texts = new Map<ContentKey, string>();
  /** The rules that each text was redacted with. */
  readonly #rules = new Map<ContentKey, CallContentRules>();
  readonly #room: ContentRoom;
  readonly #secrets: KnownSecrets;

  /** `maxBodyBytes`: limit of one body. `secrets` receives the credentials found in header sets. */
  constructor(maxBodyBytes: number, secrets: KnownSecrets) {
    this.#room = new ContentRoom(maxBodyBytes);
    this.#secrets = secrets;
  }

  /** Replaces the content under `key`, unless `value` is absent or cannot be read. */
  set(key: ContentKey, value: unknown, rules: CallContentRules): void {
    const replaced = this.texts.get(key) ?? '';
    this.#room.giveBack(replaced);
    const text = this.textOf(key, value, rules);
    if (text === undefined) return this.#room.take(replaced);
    this.texts.set(key, text);
    this.#rules.set(key, rules);
  }

  /** `value` redacted and cut. It counts towards the size limit of the record. */
  textOf(key: ContentKey, value: unknown, rules: CallContentRules): string | undefined {
    // Guarded because the end of a record also calls this: an unreadable value must not cost the record.
    const text = guarded('content', () => contentText(key, value, this.#room.next, rules, this.#secrets.add));
    if (text !== undefined) this.#room.take(text);
    return text;
  }

  /**
   * Redacts again what became known as a secret, or as the client's address, after the content was handed over. `rules`:
   * those of the end of the record.
   */
  redactLateSecrets(rules: CallContentRules): void {
    for (const [key, text] of this.texts) {
      if (this.#rules.get(key) !== rules) this.texts.set(key, rules.withoutKnown(text));
    }
  }
}
