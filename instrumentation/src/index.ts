export * from './record-types.ts';
export { startCall } from './start-call.ts';
export { startRequest, withUsage } from './gateway.ts';
export { recordEvent } from './record-event.ts';
export * from './http/index.ts';
export { TokenTrailSpanProcessor } from './foreign-spans/span-processor.ts';
export { flush, shutdown, startRecording } from './start.ts';
export { registerTokenTrail } from './register-tokentrail.ts';
export { instrument } from './instrument.ts';
