// Loads @google/genai like a CommonJS program of this app.
const { GoogleGenAI, Modality } = require('@google/genai');

exports.sdk = { GoogleGenAI, Modality };
