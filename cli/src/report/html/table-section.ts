import { html, type Markup } from './markup.ts';

export interface Column {
  title: string;
  /** Class of the column's cells; `text` is for words, other columns are figures. */
  kind?: 'text' | 'share' | 'trend';
}

export interface TableSection {
  title: string;
  /** What the rows are, in words. */
  caption: string;
  columns: readonly Column[];
  /** Rows of the body. */
  rows: readonly Markup[];
  /** The row of the sums. */
  sums?: Markup;
  /** A paragraph before the table. */
  note?: Markup;
  look?: 'narrow' | 'hours';
  /** Whether the table may continue on another page. Default: false. */
  isLong?: boolean;
}

/** A heading and a table. On a narrow screen the table scrolls within the page. */
export function tableSection({ title, caption, columns, rows, sums, note, look, isLong }: TableSection): Markup {
  return html`<section class="${isLong === true ? 'long' : 'short'}">
    <h2>${title}</h2>
    ${note ?? null}
    <div class="wide" role="region" aria-label="${title}" tabindex="0">
      <table class="${look ?? 'plain'}">
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col" class="${column.kind ?? 'figure'}">${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
        ${
          sums === undefined
            ? null
            : html`<tfoot>
                ${sums}
              </tfoot>`
        }
      </table>
    </div>
  </section>`;
}
