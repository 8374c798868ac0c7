import { ContentRoom } from '../redaction/content/content-room.ts';
import { contentText } from '../redaction/content/content-text.ts';
import type { Privacy } from '../redaction/content/privacy.ts';
import type { ContentKey } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import type { KnownSecrets } from './known-secrets.ts';

type ContentRules = ReturnType<Privacy['rulesFor']>;

/**
 * The content of one record. Each value is serialized, redacted and cut when it is handed over. The caller checks the
 * capture level.
 */
export class RecordContent {
  readonly texts = new Map<ContentKey, string>();
  readonly #room: ContentRoom;
  readonly #secrets: KnownSecrets;

  /** `maxBodyBytes`: limit of one body. `secrets` receives the credentials found in header sets. */
  constructor(maxBodyBytes: number, secrets: KnownSecrets) {
    this.#room = new ContentRoom(maxBodyBytes);
    this.#secrets = secrets;
  }

  /** Replaces the content under `key`, unless `value` is absent or cannot be read. */
  set(key: ContentKey, value: unknown, rules: ContentRules): void {
    const replaced = this.texts.get(key) ?? '';
    this.#room.giveBack(replaced);
    const text = this.textOf(key, value, rules);
    if (text === undefined) this.#room.take(replaced);
    else this.texts.set(key, text);
  }

  /** `value` redacted and cut. It counts towards the size limit of the record. */
  textOf(key: ContentKey, value: unknown, rules: ContentRules): string | undefined {
    // Guarded because the end of a record also calls this: an unreadable value must not cost the record.
    const text = guarded('content', () => contentText(key, value, this.#room.next, rules, this.#secrets.add));
    if (text !== undefined) this.#room.take(text);
    return text;
  }

  /** Redacts again what became known as a secret, or as the client's address, after the content was handed over. */
  redactLateSecrets({ withoutKnown }: ContentRules): void {
    for (const [key, text] of this.texts) {
      const redacted = withoutKnown(text);
      if (redacted !== text) this.texts.set(key, redacted);
    }
  }
}
