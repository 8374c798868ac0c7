import { PROCESS_RECORD_TYPE, type AttributeKey, type ProcessAttributeKey } from '@tokentrail/records';
import { SPAN_KIND, type AttributeValue, type SpanData } from '../otlp/span-encoder.ts';
import { attributeValue } from './attribute-value.ts';

/** The value of each attribute of a process record; `undefined` if it is not known or must not be sent. */
export type ProcessFacts = Readonly<Record<ProcessAttributeKey, unknown>>;

/** Creates the span of a process record, in its own trace. `now`: unix ms. */
export function spanOfProcess(facts: ProcessFacts, now: number, ids: { traceId: string; spanId: string }): SpanData {
  const attributes = (Object.entries(facts) as [ProcessAttributeKey, unknown][]).flatMap(
    ([key, fact]): [AttributeKey, AttributeValue][] => {
      const value = attributeValue(key, fact);
      return value === undefined ? [] : [[key, value]];
    },
  );
  return {
    ...ids,
    name: PROCESS_RECORD_TYPE,
    kind: SPAN_KIND.internal,
    startTime: now,
    endTime: now,
    failed: false,
    attributes: [['recordType', PROCESS_RECORD_TYPE], ...attributes],
  };
}
