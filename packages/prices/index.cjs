exports.snapshot = require('./snapshot.json');
