export * from './record-types.ts';
export { startCall } from './start-call.ts';
export { startRequest, withUsage } from './gateway.ts';
