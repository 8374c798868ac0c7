import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { BookDocument } from '../book/document.ts';
import { TODO } from '../recorded/price-file-for.ts';
import { checkMeaning, type Finding, type Path } from './meaning.ts';
import { findDuplicateKey, findTooDeep, firstAlias, MAX_LEVELS } from './limits.ts';
import { DECIMAL, LINE, PRICE_FILE_SCHEMA, VERSION } from './schema.ts';

/** A problem in a price file and its position; lines and columns start at 1. */
export interface PriceFileError {
  line: number;
  column: number;
  message: string;
}

export type ParsedPriceFile = { document: BookDocument } | { errors: PriceFileError[] };

const MAX_ERRORS = 20;
/** Some messages quote a value of the file; this limit keeps the line readable. */
const MAX_MESSAGE_LENGTH = 400;
let validateAll: ValidateFunction | undefined;
let validateFirst: ValidateFunction | undefined;

function compileSchema(options: { allErrors: boolean }): ValidateFunction {
  return new Ajv({ ...options, verbose: true, allowUnionTypes: true, strictRequired: false }).compile(
    PRICE_FILE_SCHEMA,
  );
}

function findingsOf(value: unknown, validate: ValidateFunction): Finding[] {
  return validate(value) ? checkMeaning(value as BookDocument) : (validate.errors ?? []).flatMap(findingOf);
}

/** Maximum length of a YAML file, characters. Parsing happens while the app starts; a larger file would delay it. */
export const MAX_YAML_CHARACTERS = 128 * 1024;
/** Maximum length of a JSON file, characters; JSON is parsed many times faster. */
export const MAX_JSON_CHARACTERS = 4 * 1024 * 1024;

/** Parses a price file, YAML or JSON. Never throws because of its content, and takes bounded time. */
export function parsePriceFile(text: string): ParsedPriceFile {
  return text.length > MAX_YAML_CHARACTERS ? parseLarge(text) : parseYaml(text);
}

/** Parses a file that may only be JSON. Its errors carry a path but no position, which only the YAML parser knows. */
function parseLarge(text: string): ParsedPriceFile {
  const problem = (message: string): ParsedPriceFile => ({ errors: [{ line: 1, column: 1, message }] });
  if (!/^\s*\{/.test(text.slice(0, 100)) || text.length > MAX_JSON_CHARACTERS) {
    return problem(
      `is too long (limit: ${MAX_YAML_CHARACTERS} characters of YAML, ${MAX_JSON_CHARACTERS} of JSON): ` +
        'remove unused prices, or write it as JSON',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return problem(`is not valid JSON: ${(error as Error).message.slice(0, MAX_MESSAGE_LENGTH)}`);
  }
  validateFirst ??= compileSchema({ allErrors: false });
  const findings = findingsOf(value, validateFirst);
  return findings.length === 0
    ? { document: value as BookDocument }
    : { errors: findings.slice(0, MAX_ERRORS).map((one) => ({ line: 1, column: 1, message: messageOf(one) })) };
}

function parseYaml(text: string): ParsedPriceFile {
  const lines = new LineCounter();
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    return { errors: [{ ...tooDeep, message: `has more than ${MAX_LEVELS} levels of nesting` }] };
  }
  // Duplicate keys are searched below: the parser would compare each key with all before it.
  const yaml = withoutStacks(() =>
    parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: false, prettyErrors: false }),
  );
  if (yaml.errors.length > 0) {
    const errors = yaml.errors.slice(0, MAX_ERRORS);
    return {
      errors: errors.map((error) => ({ ...at(lines, error.pos[0]), message: error.message })),
    };
  }
  const duplicate = findDuplicateKey(yaml);
  if (duplicate !== undefined) {
    return { errors: [{ ...at(lines, duplicate.offset), message: `duplicate key ${duplicate.key}` }] };
  }
  return checked(yaml, lines);
}

/**
 * Runs `work` without stack traces. For a file full of mistakes the parser creates one error each, and most of the time
 * would go into their stacks.
 */
function withoutStacks<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

function checked(yaml: Document, lines: LineCounter): ParsedPriceFile {
  let value: unknown;
  try {
    value = yaml.toJS();
  } catch (error) {
    const message = `aliases (*name) expand to too much: write out the values (${(error as Error).message})`;
    return { errors: [{ ...at(lines, firstAlias(yaml)), message }] };
  }
  validateAll ??= compileSchema({ allErrors: true });
  const findings = findingsOf(value, validateAll);
  if (findings.length === 0) {
    return { document: value as BookDocument };
  }
  const errors = findings
    .slice(0, MAX_ERRORS)
    .map((finding) => ({ ...positionOfPath(yaml, lines, finding.path), message: messageOf(finding) }));
  return { errors };
}

/** `prices.yaml:12:7 entries[3].rows[0]: …` */
export function formatPriceFileError(file: string, error: PriceFileError): string {
  return `${file}:${String(error.line)}:${String(error.column)} ${error.message}`;
}

function messageOf({ path, message }: Finding): string {
  const pathText = path.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`)).join('');
  const text = pathText === '' ? message : `${pathText.replace(/^\./, '')}: ${message}`;
  return text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)}…` : text;
}

// These errors only report that one of several alternatives failed; the alternatives' own errors are clearer.
const COMPOUND = new Set(['anyOf', 'oneOf', 'if']);

function findingOf(error: ErrorObject): Finding[] {
  if (COMPOUND.has(error.keyword)) {
    return error.keyword === 'oneOf'
      ? [{ path: stepsOf(error.instancePath), message: 'must have either prices or ratios' }]
      : [];
  }
  const path = stepsOf(error.instancePath);
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']);
    return [{ path: [...path, name], message: 'is not a known key here' }];
  }
  return [{ path, message: explain(error, params) }];
}

function explain(error: ErrorObject, params: Record<string, unknown>): string {
  if (error.keyword === 'type' && params['type'] === 'string' && typeof error.data === 'number') {
    return `must be text: write "${String(error.data)}" in quotes, so that no digits are lost`;
  }
  if (params['pattern'] === VERSION) {
    return 'may contain only letters, digits and _.:/@+=#~-, at most 100 characters';
  }
  if (params['pattern'] === LINE) {
    return 'must be one line of at most 256 characters';
  }
  if (error.keyword === 'pattern' && String(params['pattern']).includes(DECIMAL)) {
    if (error.data === TODO) {
      return `has no price yet: write a decimal such as "2.5" in place of ${TODO}`;
    }
    return `"${String(error.data).slice(0, 40)}" is not a decimal such as "2.5" (at most 20 digits before the point and 30 after it)`;
  }
  if (error.keyword === 'enum') {
    return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
  }
  if (error.keyword === 'const') {
    return `must be ${String(params['allowedValue'])}`;
  }
  return error.message ?? error.keyword;
}

function stepsOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Position of the value at `path`, or of its nearest ancestor. */
function positionOfPath(yaml: Document, lines: LineCounter, path: Path): { line: number; column: number } {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? yaml.contents : yaml.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range != null) {
      return at(lines, node.range[0]);
    }
  }
  return { line: 1, column: 1 };
}

function at(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
