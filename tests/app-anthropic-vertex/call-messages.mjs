/** Calls @anthropic-ai/vertex-sdk with its own OpenTelemetry spans. */
import { callMessages } from '../foreign-spans/call-messages.ts';
import { sdk } from './load-sdk.mjs';

await callMessages(sdk);
