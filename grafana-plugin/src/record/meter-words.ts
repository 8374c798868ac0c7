import { t } from '@grafana/i18n';

/**
 * A meter of the price book in words: "Cache write, 1 h". Meters are an open set, so a meter that is not known here keeps
 * its name.
 */
export function meterWord(meter: string): string {
  const [name = '', lifetime] = meter.split(':');
  const word = nameWord(name) ?? name.replaceAll('_', ' ');
  return lifetime === undefined ? word : `${word}, ${lifetime.replace(/^(\d+)([a-z]+)$/, '$1 $2')}`;
}

function nameWord(name: string): string | null {
  return tokenWord(name) ?? unitWord(name);
}

function tokenWord(name: string): string | null {
  switch (name) {
    case 'input':
      return t('record.meter.input', 'Input');
    case 'input_audio':
      return t('record.meter.input-audio', 'Audio input');
    case 'input_image':
      return t('record.meter.input-image', 'Image input');
    case 'input_video':
      return t('record.meter.input-video', 'Video input');
    case 'input_tool':
      return t('record.meter.input-tool', 'Tool input');
    case 'cache_read':
      return t('record.meter.cache-read', 'Cache read');
    case 'cache_write':
      return t('record.meter.cache-write', 'Cache write');
    case 'output':
      return t('record.meter.output', 'Output');
    case 'output_audio':
      return t('record.meter.output-audio', 'Audio output');
    case 'output_image':
      return t('record.meter.output-image', 'Image output');
    case 'output_video':
      return t('record.meter.output-video', 'Video output');
    case 'reasoning':
      return t('record.meter.reasoning', 'Reasoning');
    default:
      return null;
  }
}

function unitWord(name: string): string | null {
  switch (name) {
    case 'request':
      return t('record.meter.request', 'Requests');
    case 'image':
      return t('record.meter.image', 'Images');
    case 'second':
      return t('record.meter.second', 'Seconds');
    case 'audio_second':
      return t('record.meter.audio-second', 'Seconds of audio');
    case 'character':
      return t('record.meter.character', 'Characters');
    case 'page':
      return t('record.meter.page', 'Pages');
    case 'web_search':
      return t('record.meter.web-search', 'Web searches');
    case 'grounded_prompt':
      return t('record.meter.grounded-prompt', 'Grounded prompts');
    case 'minimum':
      return t('record.meter.minimum', 'Minimum charge');
    case 'reported':
      return t('record.meter.reported', 'Reported by the provider');
    default:
      return null;
  }
}

/** Meters of tokens that the record counts by themselves. */
const COUNTED = new Set(['input', 'output', 'cache_read', 'cache_write', 'reasoning', 'input_audio', 'output_audio']);
/** Meters of an amount that is no use of anything. */
const AMOUNTS = new Set(['minimum', 'reported']);

/** Whether a meter counts something that only the lines of the cost show: images, searches, cache writes by lifetime. */
export function isOnlyInLines(meter: string): boolean {
  return !COUNTED.has(meter) && !AMOUNTS.has(meter);
}
