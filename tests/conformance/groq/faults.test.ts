import { GROQ } from '../../../instrumentation/src/sdks/groq/index.ts';
import { testChatFaults } from '../chat/faults.ts';
import { WIRE } from './wire.ts';

await testChatFaults(GROQ, 'app-groq', WIRE);
