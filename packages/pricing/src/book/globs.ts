const DATED = '{date}';
/** How versions of a model are named: -2025-08-07, -20250807, -0613, -001, -08-2024, -preview-05-20, -latest. */
const DATE_SUFFIX = '-(?:\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{3,4}|(?:preview-)?\\d{2}-(?:\\d{2}|\\d{4})|latest)';
const DATED_ENDING = new RegExp(`^${DATE_SUFFIX}$`);

const compiled = new Map<string, RegExp>();

/** Whether `pattern` (text, `*`, and `{date}` at its end) matches the whole of `text`, in lower case. */
export function matchesGlob(pattern: string, text: string): boolean {
  if (isExact(pattern)) {
    return pattern.toLowerCase() === text;
  }
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = compileGlob(pattern.toLowerCase());
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** Whether `name` is `stem` with the date of its version after it: gpt-4o-2024-08-06 of gpt-4o. */
export function isDatedVersionOf(stem: string, name: string): boolean {
  return name.startsWith(stem) && DATED_ENDING.test(name.slice(stem.length));
}

export function isExact(pattern: string): boolean {
  return !pattern.includes('*') && !pattern.endsWith(DATED);
}

function compileGlob(pattern: string): RegExp {
  const dated = pattern.endsWith(DATED);
  const stem = dated ? pattern.slice(0, -DATED.length) : pattern;
  const body = stem
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${body}${dated ? DATE_SUFFIX : ''}$`, 's');
}
