import { testChatSdk } from '../chat/suite.ts';
import { WIRE } from './wire.ts';

testChatSdk('groq-sdk', 'app-groq', 1, WIRE);
