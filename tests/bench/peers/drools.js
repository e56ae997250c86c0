// SPDX-License-Identifier: Apache-2.0
// Drools' DMN engine as the native executor of Apache KIE, one request for five thousand entries: it compiles the model at each request. What is
// measured is the executor's CPU, JSON and HTTP over the loopback interface included. The first request is not measured.
'use strict';
const { entries, Tally, parts, report, fail } = require('./common');
const rules = require('./feel');
const http = require('http'), net = require('net'), path = require('path'), { spawn } = require('child_process');

const executor = path.join(path.dirname(require.resolve('@kie-tools/jitexecutor-native/package.json')), 'dist', 'linux', 'jitexecutor');
const escaped = rules.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const model = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bureau" name="bureau" namespace="urn:bureau">
  <inputData id="input" name="entries"><variable id="input_value" name="entries" typeRef="Any"/></inputData>
  <decision id="decide" name="decided"><variable id="decided" name="decided" typeRef="Any"/>
    <informationRequirement id="requirement"><requiredInput href="#input"/></informationRequirement>
    <literalExpression id="rules"><text>${escaped}</text></literalExpression></decision>
</definitions>`;

const freePort = () => new Promise(found => {
  const server = net.createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => found(port)); });
});
const agent = new http.Agent({ keepAlive: true });
const ask = (port, some) => new Promise((answered, failed) => {
  const body = JSON.stringify({ model, context: { entries: some } });
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'content-length': Buffer.byteLength(body) };
  http.request({ host: '127.0.0.1', port, path: '/jitdmn', method: 'POST', agent, headers }, response => {
    const chunks = [];
    response.on('data', chunk => chunks.push(chunk)).on('end', () => {
      const text = Buffer.concat(chunks).toString();
      response.statusCode === 200 ? answered(JSON.parse(text).decided) : failed(new Error(text.slice(0, 500)));
    });
  }).on('error', failed).end(body);
});
async function ready(port) {
  for (let i = 0; i < 500; i++)
    try { return await ask(port, []); } catch (error) {
      if (error.code !== 'ECONNREFUSED') throw error;
      await new Promise(resume => setTimeout(resume, 20));
    }
  throw new Error('the executor did not start');
}

async function main() {
  const port = await freePort(), all = entries();
  const server = spawn(executor, [`-Dquarkus.http.port=${port}`, '-Dquarkus.http.host=127.0.0.1', '-Dquarkus.http.limits.max-body-size=200M'],
                       { stdio: 'ignore' });
  process.on('exit', () => server.kill());
  server.on('error', fail);
  await ready(port);
  await report(async () => {
    const tally = new Tally(true);
    for (const part of parts(all, 5000))
      for (const answer of await ask(port, part)) tally.add(answer.id, answer.due, answer.gone_from);
    return tally;
  }, server.pid);
  process.exit(0);
}
main().catch(fail);
