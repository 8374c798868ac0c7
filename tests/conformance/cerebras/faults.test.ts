import { CEREBRAS } from '../../../instrumentation/src/sdks/cerebras/index.ts';
import { testChatFaults } from '../chat/faults.ts';
import { WIRE } from './wire.ts';

await testChatFaults(CEREBRAS, 'app-cerebras', WIRE);
