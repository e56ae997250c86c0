// SPDX-License-Identifier: Apache-2.0
// GoRules ZEN, a decision table: the first row that fits, days as numbers held against ready-made cutoffs. A thousand entries a call.
'use strict';
const { cutoffs, number, entries, Tally, parts, report, fail } = require('./common');
const { ZenEngine } = require('@gorules/zen-engine');

const erase = (kinds, field, cutoff) => [kinds, `not legal_hold and ${field} != null and ${field} <= ${cutoff}`, 'erase'];
const ROWS = [
  ['', `not legal_hold and settled_on != null and settled_on >= recorded_on and settled_on <= recorded_on + 42 and amount <= 200000
        and creditor_confirms and not titled and settled_on <= ${cutoffs.today}`, 'erase'],
  erase("'loan', 'negative'", 'settled_on', cutoffs.erase_36),
  erase("'inquiry'", 'recorded_on', cutoffs.erase_12),
  erase("'account', 'card', 'telecom', 'garnishment_account'", 'closed_on', cutoffs.today),
  erase("'previous_address', 'debtor_register'", 'recorded_on', cutoffs.erase_36),
  erase("'debtor_register'", 'proof_on', cutoffs.today),
  erase("'discharge'", 'closed_on', cutoffs.erase_6),
  erase("'rejected_insolvency'", 'closed_on', cutoffs.erase_36),
  ["'negative'", `settled_on == null and recorded_on <= ${cutoffs.review_36} and (last_event_on == null or last_event_on <= ${cutoffs.review_36})`, 'review'],
  ['', '', 'keep'],
];
const table = {
  hitPolicy: 'first', executionMode: 'loop', inputField: 'entries', outputPath: 'entries',
  inputs: [{ id: 'kind', name: 'kind', field: 'kind' }, { id: 'when', name: 'when' }], outputs: [{ id: 'due', name: 'due', field: 'due' }],
  rules: ROWS.map(([kind, when, due], i) => ({ _id: `row${i}`, kind, when: when.replace(/\s+/g, ' '), due: `'${due}'` })),
};
const model = {
  nodes: [{ id: 'in', name: 'in', type: 'inputNode', content: {} }, { id: 'table', name: 'table', type: 'decisionTableNode', content: table },
          { id: 'out', name: 'out', type: 'outputNode', content: {} }],
  edges: [{ id: 'a', type: 'edge', sourceId: 'in', targetId: 'table' }, { id: 'b', type: 'edge', sourceId: 'table', targetId: 'out' }],
};

async function main() {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(model)));
  const all = entries(number);
  await report(async () => {
    const tally = new Tally();
    for (const part of parts(all, 1000)) {
      const { result } = await decision.evaluate({ entries: part });
      result.entries.forEach((answer, i) => tally.add(part[i].id, answer.due));
    }
    return tally;
  });
}
main().catch(fail);
