// Loads groq-sdk as a CommonJS program does.
const { Groq } = require('groq-sdk');

exports.sdk = { Client: Groq, options: { logLevel: 'off' } };
