/** The parts of the instrumentation that read the app's settings and encode records. No other file of this folder imports from it. */
export { readConfig } from '../../../instrumentation/src/runtime/config.ts';
export { withToken } from '../../../instrumentation/src/runtime/otlp-token.ts';
export type { OtlpEndpoint } from '../../../instrumentation/src/export/otlp/http-transport.ts';
export { encodeBatch, encodeSpan, SPAN_KIND } from '../../../instrumentation/src/export/otlp/span-encoder.ts';
export { readPartialSuccess } from '../../../instrumentation/src/export/otlp/partial-success.ts';
export { VERSION } from '../../../instrumentation/src/runtime/version.ts';
