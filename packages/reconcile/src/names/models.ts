import { wordsOf } from './words.ts';

/**
 * Names that do not have the words of the model's id. Each is the name of an export and the id that APIs use.
 * - Azure writes dated versions of GPT-4o as four digits: learn.microsoft.com, price sheet of Azure OpenAI.
 * - OpenRouter's slugs of Anthropic's models have the version behind the family: openrouter.ai/models; their words are the same.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'gpt 4o 0513': 'gpt-4o-2024-05-13',
  'gpt 4o 0806': 'gpt-4o-2024-08-06',
  'gpt 4o 1120': 'gpt-4o-2024-11-20',
  'gpt 4o mini 0718': 'gpt-4o-mini-2024-07-18',
  'gpt-35-turbo': 'gpt-3.5-turbo',
  'text embedding ada 002': 'text-embedding-ada-002',
};

/** Vendors and regions that ids of resellers put before the model: `us.anthropic.claude-…`, `openai/gpt-5`. */
const PREFIX =
  /^(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?(?:[a-z\d-]+\/|(?:anthropic|meta|mistral|cohere|amazon|ai21|deepseek|openai|qwen)\.)?/;
/** Bedrock's version of a model: `-v1:0`. OpenRouter's variants: `:free`. */
const SUFFIX = /(?:-v\d+)?(?::\d+[a-z\d]*)?$/;
const DATE = /[- ](?:(20\d{2})-?(\d{2})-?(\d{2}))(?=$|[^\d])/;

/** A model's name as words and date, for comparing names of different spelling. */
interface ModelWords {
  /** Words and parts of version numbers in alphabetical order. */
  words: string;
  date: string | null;
}

function modelWords(name: string): ModelWords {
  const known = OTHER_NAMES[name.toLowerCase()] ?? name;
  const bare = known.replace(PREFIX, '').replace(SUFFIX, '');
  const date = DATE.exec(bare);
  const words = wordsOf(date === null ? bare : bare.replace(DATE, ' ')).flatMap((word) => word.split('.'));
  return { words: words.sort().join(' '), date: date === null ? null : `${date[1]}${date[2]}${date[3]}` };
}

/**
 * Which names of an export and of the ledger mean the same model: the same id; the id that `aliases` gives; or the same words and
 * version numbers in any order ("Claude Sonnet 4.6", "Claude4.6Sonnet", "claude-sonnet-4-6"). A date must be the same unless one
 * of the two names has none. If a name without date means several dated models of the ledger, these are compared together.
 */
export class ModelNames {
  readonly #ofExport = new Map<string, string | null>();
  readonly #ofLedger = new Map<string, string>();
  readonly #byWords = new Map<string, { id: string; date: string | null }[]>();
  readonly #ids: ReadonlySet<string>;
  readonly #aliases: Readonly<Record<string, string>>;

  constructor(
    ledgerModels: ReadonlySet<string>,
    exportNames: ReadonlySet<string>,
    aliases: Readonly<Record<string, string>>,
  ) {
    this.#ids = ledgerModels;
    this.#aliases = aliases;
    for (const id of ledgerModels) {
      const { words, date } = modelWords(id);
      const same = this.#byWords.get(words) ?? [];
      same.push({ id, date });
      this.#byWords.set(words, same);
    }
    // Names with more meanings first, so that what they join is joined for every other name.
    const found = [...exportNames].map((name) => ({ name, ids: this.#idsOf(name) }));
    for (const { name, ids } of found.sort((a, b) => b.ids.length - a.ids.length)) {
      const [first] = ids;
      const joined = ids.length > 1 ? name : first === undefined ? null : this.ledgerModel(first);
      for (const id of ids.length > 1 ? ids : []) {
        this.#ofLedger.set(id, name);
      }
      this.#ofExport.set(name, joined);
    }
  }

  /** The name under which a model of the ledger is compared. */
  ledgerModel(id: string): string {
    return this.#ofLedger.get(id) ?? id;
  }

  /** The name under which a model of the export is compared; null if the ledger has no such model. */
  exportModel(name: string): string | null {
    return this.#ofExport.get(name) ?? null;
  }

  #idsOf(name: string): string[] {
    const id = this.#aliases[name] ?? name;
    if (this.#ids.has(id)) {
      return [id];
    }
    const { words, date } = modelWords(id);
    const same = this.#byWords.get(words) ?? [];
    const sameDate = same.filter((one) => one.date === date);
    const chosen = sameDate.length > 0 ? sameDate : same.filter((one) => one.date === null || date === null);
    return chosen.map((one) => one.id);
  }
}
