import { visibleTextParts } from '@tokentrail/records';
import { html, type Markup } from './markup.ts';

/**
 * A name that someone else has chosen. Its writing direction does not affect the texts beside it, and characters that are hidden or
 * reorder text show as their code point.
 *
 * @param name '' or null: it was not reported
 */
export function nameOf(name: string | null): Markup {
  if (name === null || name === '') {
    return html`<span class="rest">not reported</span>`;
  }
  return html`<bdi
    >${visibleTextParts(name).map((part) =>
      part.kind === 'plain' ? part.text : html`<span class="hidden">${part.codePoint}</span>`,
    )}</bdi
  >`;
}
