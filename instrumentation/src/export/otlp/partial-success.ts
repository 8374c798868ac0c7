import { rawFields } from './protobuf-fields.ts';

/** The partial success of an `ExportTraceServiceResponse`. */
export interface PartialSuccess {
  rejectedSpans: number;
  /** The collector's message: the reason of a rejection, or a warning. Empty if there is none. */
  message: string;
}

const PARTIAL_SUCCESS = 1;
const REJECTED_SPANS = 1;
const ERROR_MESSAGE = 2;

/** Never throws: an invalid response counts as complete success. */
export function readPartialSuccess(response: Buffer): PartialSuccess {
  const result: PartialSuccess = { rejectedSpans: 0, message: '' };
  try {
    for (const outer of rawFields(response)) {
      if (outer.number !== PARTIAL_SUCCESS) continue;
      for (const field of rawFields(response, outer.contentStart, outer.end)) {
        if (field.number === REJECTED_SPANS) result.rejectedSpans = field.value;
        if (field.number === ERROR_MESSAGE) result.message = response.toString('utf8', field.contentStart, field.end);
      }
    }
  } catch {
    return { rejectedSpans: 0, message: '' };
  }
  return result;
}
