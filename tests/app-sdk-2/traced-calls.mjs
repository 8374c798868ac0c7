/** An app in ESM that makes traced calls. */
import { trace } from '@opentelemetry/api';
import OpenAI from 'openai';
import { makeTracedCalls } from '../processes/traced-calls.cjs';

await makeTracedCalls(trace, OpenAI);
