export * from './types.ts';
export { startCall } from './api/start-call.ts';
export { startRequest, withUsage } from './api/gateway.ts';
export { recordEvent } from './api/record-event.ts';
export * from './http/index.ts';
export { TokenTrailSpanProcessor } from './foreign-spans/span-processor.ts';
export { flush, shutdown, startRecording } from './runtime/start.ts';
export { registerTokenTrail } from './runtime/register-tokentrail.ts';
export { instrument } from './runtime/instrument.ts';
