import {
  ATTRIBUTES,
  errorSentences,
  ledgerKeys,
  type AttributeDefinition,
  type AttributeKey,
} from '@tokentrail/records';
import { shapeOf, shapePattern } from './ledger-shapes.ts';
import { MAX_PRICE_ENTRY_BYTES } from './price-entry-shape.ts';
import { SECRET_KEY_PATTERNS, SECRET_NAME_PATTERNS, SECRET_PATTERNS } from './secret-patterns.ts';
import { unexpanded } from './unexpanded.ts';

/** Form of an allowed attribute's value, as `sanitizer/factory.go` reads it. */
interface Rule {
  type: 'string' | 'int' | 'double' | 'boolean' | 'list';
  pattern?: string;
  one_of?: readonly string[];
  max_bytes?: number;
}

/**
 * The pipelines with the processor of `sanitizer/`. They do the same as those of `collector.yaml`, whose processors a stock
 * collector has.
 */
export function sanitizerConfig(): unknown {
  const secrets = {
    secret_values: SECRET_PATTERNS.map(unexpanded),
    secret_names: SECRET_NAME_PATTERNS.map(unexpanded),
    credential_names: SECRET_KEY_PATTERNS.map(unexpanded),
  };
  return {
    processors: {
      'tokentrail_sanitizer/traces': secrets,
      'tokentrail_sanitizer/ledger': {
        ...secrets,
        allow_list: { resource: rulesOf('resource'), span: rulesOf('span') },
      },
    },
    // These lists replace those of collector.yaml.
    service: {
      pipelines: {
        traces: { processors: ['memory_limiter', 'filter/ended', 'filter/times', 'tokentrail_sanitizer/traces'] },
        'traces/ledger': { processors: ['memory_limiter', 'filter/ledger', 'tokentrail_sanitizer/ledger'] },
      },
    },
  };
}

function rulesOf(on: AttributeDefinition['on']): Record<string, Rule> {
  return Object.fromEntries(ledgerKeys(on).map((key) => [ATTRIBUTES[key].name, ruleOf(key)]));
}

function ruleOf(key: AttributeKey): Rule {
  const { type } = ATTRIBUTES[key];
  if (type !== 'string' && type !== 'string[]') {
    return { type };
  }
  const shape = shapeOf(key);
  const of = type === 'string' ? 'string' : 'list';
  if (shape === 'sentence') {
    return { type: of, one_of: errorSentences().map(unexpanded) };
  }
  const pattern = unexpanded(shapePattern(shape));
  return shape === 'priceEntry' ? { type: of, max_bytes: MAX_PRICE_ENTRY_BYTES, pattern } : { type: of, pattern };
}
