/** Time before the end of the records whose calls have attempts, ms: those of all records would be most of the ledger. */
export const ATTEMPTS_MS = 7 * 86_400_000;

/** Fields that all attempts of a call have. */
const FACTS =
  `'"server":"api.example.com","apiFormat":"', api_format, '","model":"', request_model, '","keyPreview":"', key_preview, ` +
  `'","requestId":"', request_id, '"'`;

/** The attempt whose response is that of the call. */
const RESPONDING =
  `concat('{"index":0,"retry":0,"state":"', state, '","provider":"', provider, '","statusCode":', toString(status_code), ` +
  `',"offsetMs":3.5,"durationMs":', toString(duration_ns / 1e6), ',"firstChunkMs":', toString(duration_ns / 5e6), ` +
  `',"usage":{"inputTokens":', toString(ifNull(input_tokens, 0)), ',"outputTokens":', toString(ifNull(output_tokens, 0)), ` +
  `'},"paidNanoUsd":"', toString(ifNull(cost_paid, 0)), '","billed":"yes","priceSource":"snapshot","priceEntry":"', price_entry, price_entry, ` +
  `'",', ${FACTS}, '}')`;

/** One before it, at another provider. */
const FAILED = `concat('{"index":0,"retry":0,"state":"failed","provider":"groq","statusCode":429,"errorType":"429","offsetMs":1,"durationMs":80,"billed":"no",', ${FACTS}, '}')`;

/** Inserts the attempts of the last calls, one or two for each. */
export function attemptsStatement(toMs: number): string {
  return (
    'INSERT INTO tokentrail_ledger.record_attempts (start_time, trace_id, span_id, sender, ver, attempts) ' +
    `SELECT start_time, trace_id, span_id, sender, ver, arrayMap(text -> assumeNotNull(text), if(attempts_count > 1, [${FAILED}, ${RESPONDING}], [${RESPONDING}])) ` +
    "FROM tokentrail_ledger.usage_records FINAL WHERE record_type = 'usage' " +
    `AND start_time >= fromUnixTimestamp64Milli(${toMs - ATTEMPTS_MS})`
  );
}
