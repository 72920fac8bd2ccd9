// Runs each argument as a query and prints the rows of all as JSON, every value as a text that keeps all its digits.
const { DuckDBInstance } = require('@duckdb/node-api');

const text = value => (value === null ? null : Object.is(value, -0) ? '-0' : String(value));

(async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const results = [];
    for (const query of process.argv.slice(2)) results.push((await connection.runAndReadAll(query)).getRows().map(row => row.map(text)));
    console.log(JSON.stringify(results));
})();
